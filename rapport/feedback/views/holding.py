"""The client's page: did it hold? Opening it records nothing."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.accounts import client_address, limits
from rapport.feedback.forms import HoldingForm
from rapport.feedback.models import Holding
from rapport.feedback.operations import holding as operations
from rapport.feedback.operations.inviting import fingerprint
from rapport.lib.access import public_view
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

OPEN_FOR = timedelta(days=60)


@public_view(methods=("GET", "POST"))
def holding(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """GET shows the answer that was chosen in the mail, POST records it."""
    if not limits.allow("feedback", client_address.of(request), limit=120, seconds=3600):
        return limits.too_many(request)
    workspace = get_object_or_404(Workspace, slug=slug)
    with open_workspace(workspace.pk):
        found = _found(token)
        with translation.override(found.contact.language):
            return _take(request, found) if request.method == "POST" else _show(request, found)


def _found(token: str) -> Holding:
    rows = Holding.objects.select_related("contact__workspace", "case__conversation", "workspace")
    found: Holding = get_object_or_404(rows, token_hash=fingerprint(token))
    is_old = timezone.now() - found.asked_at > OPEN_FOR
    if found.contact.erased_at or found.case.binned_at or is_old:
        raise Http404
    return found


def _take(request: HttpRequest, found: Holding) -> HttpResponse:
    form = HoldingForm(request.POST)
    if not form.is_valid():
        return _show(request, found, wrong=_("Please say yes or no."))
    said = form.cleaned_data
    operations.answer(
        found, held=said["held"] == "yes", sentence=said["sentence"], at=timezone.now()
    )
    response = redirect(request.path)
    response["Location"] += "?thanks"
    return response


def _show(request: HttpRequest, found: Holding, wrong: str = "") -> HttpResponse:
    given = {True: "yes", False: "no", None: ""}[found.held]
    asked = request.GET.get("held", "")
    context = {
        "holding": found,
        "workspace": found.workspace,
        "answers": HoldingForm.ANSWERS,
        "chosen": asked if asked in ("yes", "no") else given,
        "thanks": "thanks" in request.GET and given,
        "wrong": wrong,
        "question": _("Did it hold?"),
    }
    return render(request, "feedback/holding.html", context, status=422 if wrong else 200)
