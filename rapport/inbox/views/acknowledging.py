"""What a mailbox says by itself when something new comes: on or off, the words, how they look."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.inbox import expectations
from rapport.inbox.acknowledging_forms import AcknowledgingForm
from rapport.inbox.models import Acknowledging, Conversation, Mailbox
from rapport.inbox.operations import acknowledging
from rapport.inbox.operations.acknowledging import About, Words
from rapport.inbox.permissions import CHANGE_MAILBOXES
from rapport.inbox.queries import acknowledged
from rapport.ui.toasts import toast


@staff_view(CHANGE_MAILBOXES, methods=("GET", "POST"))
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """Change it (POST), or look at it as a client would read it (`preview`)."""
    mailbox = get_object_or_404(Mailbox.objects.live(), pk=min(pk, 2**62))
    here = Acknowledging.objects.filter(mailbox=mailbox).first() or Acknowledging()
    initial = {"is_on": here.is_on} | {f"text_{code}": text for code, text in here.texts.items()}
    data = request.POST if request.method == "POST" else None
    form = AcknowledgingForm(data, usual=_usual(), initial=initial)
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        acknowledging.set_up(
            mailbox, is_on=form.cleaned_data["is_on"], texts=form.texts, by=request.member,
            at=now(),
        )  # fmt: skip
        home = redirect("inbox.acknowledging", slug=request.workspace.slug, pk=mailbox.pk)
        return toast(request, home, _("Saved."))
    texts = form.texts if form.is_bound and form.is_valid() else here.texts
    context = {
        "form": form, "mailbox": mailbox, "previews": _previews(request, texts),
        "counts": acknowledged.counts(mailbox, at=now()),
    }  # fmt: skip
    return render(request, "inbox/acknowledging.html", context, status=422 if form.errors else 200)


def _usual() -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = acknowledging.usual()
    return found


def _previews(request: StaffRequest, texts: dict[str, str]) -> list[tuple[str, Words]]:
    """As it would read if it came now, in each language."""
    at, workspace = now(), request.workspace
    like = Conversation(workspace=workspace)
    about = About(_("Question about our invoice"), 42, expectations.first_answer(like, at=at))
    shown = []
    for code, name in settings.LANGUAGES:
        person = Contact(name="Ines Prado", language=code, time_zone=workspace.time_zone)
        text = texts.get(code, "")
        said = acknowledging.written(workspace, text=text, person=person, about=about, at=at)
        shown.append((str(name), said))
    return shown
