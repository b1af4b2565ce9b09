"""Close a case, and with a problem perhaps what it gathers; open it again."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import CloseForm
from rapport.cases.models import Case
from rapport.cases.operations import closing, gathering
from rapport.cases.permissions import WORK_CASES
from rapport.cases.queries.gathered import waiting
from rapport.cases.views.case import whole_page
from rapport.cases.views.header import header
from rapport.cases.views.loading import case_of
from rapport.inbox.permissions import REPLY
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(WORK_CASES, methods=("POST", "DELETE"))
def closure(request: StaffRequest, number: int) -> HttpResponse:
    """POST closes with cause and cure, DELETE opens again."""
    found = case_of(request, number)
    if request.method == "DELETE":
        closing.reopen(found, by=request.member, at=timezone.now())
        return toast(request, whole_page(request, found), _("Open again."))
    open_still = _waiting(request, found)
    form = CloseForm(request.POST, gathers=len(open_still), auto_id="close-%s")
    if not form.is_valid():
        return header(request, found.conversation, found, failed=form)
    words = {name: form.cleaned_data[name] for name in ("cause", "cure")}
    try:
        is_mine = closing.close(found, **words, by=request.member, at=timezone.now())
    except Refused as refusal:
        # With the words that somebody wrote already.
        form.add_error(None, str(refusal))
        return header(request, found.conversation, found, failed=form)
    if not is_mine:
        return toast(request, whole_page(request, found), _("Somebody has closed it already."))
    undo = reverse("cases.reopening", args=[request.workspace.slug, found.number])
    said = " ".join([_("Case closed."), *_gathered(request, form, open_still)])
    return toast(request, whole_page(request, found), said, undo=undo)


def _waiting(request: StaffRequest, found: Case) -> list[Case]:
    """The open cases that a problem gathers."""
    if found.kind != Case.Kind.PROBLEM:
        return []
    return list(waiting(found, request.reader))


def _gathered(request: StaffRequest, form: CloseForm, open_still: list[Case]) -> list[str]:
    """Tell those who wait, close their cases, as asked; what was done of it, in sentences."""
    at, by, said, left = timezone.now(), request.member, [], list[str]()
    text = form.cleaned_data.get("tell", "").strip()
    if text and REPLY.held_by(by.role):
        told = gathering.tell(open_still, text, reader=request.reader, by=by, at=at)
        left += told.left
        said.append(
            ngettext("%(n)d client is told.", "%(n)d are told.", told.told) % {"n": told.told}
        )
    if form.cleaned_data.get("close_all"):
        words = {name: form.cleaned_data[name] for name in ("cause", "cure")}
        done = gathering.close(open_still, **words, by=by, at=at)
        left += done.left
        said.append(
            ngettext("%(n)d more is closed.", "%(n)d more are closed.", done.closed)
            % {"n": done.closed}
        )
    if left:
        names = ", ".join(dict.fromkeys(left))
        said.append(_("Please look yourself at %(names)s.") % {"names": names})
    return said
