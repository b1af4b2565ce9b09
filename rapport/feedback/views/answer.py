"""The client's page: five answers, one sentence. Opening it records nothing."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.accounts import client_address, limits
from rapport.feedback.forms import AnswerForm
from rapport.feedback.models import Answer, Invitation
from rapport.feedback.operations import answering
from rapport.feedback.operations.inviting import fingerprint
from rapport.feedback.scores import SCORES
from rapport.lib.access import public_view
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

OPEN_FOR = timedelta(days=60)


@public_view(methods=("GET", "POST"))
def answer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """GET shows the answer that was chosen in the mail, POST records it."""
    if not limits.allow("feedback", client_address.of(request), limit=120, seconds=3600):
        return limits.too_many(request)
    workspace = get_object_or_404(Workspace, slug=slug)
    with open_workspace(workspace.pk):
        invitation = _invitation(token)
        with translation.override(invitation.contact.language):
            return (
                _take(request, invitation)
                if request.method == "POST"
                else _show(request, invitation)
            )


def _invitation(token: str) -> Invitation:
    rows = Invitation.objects.select_related("contact", "client", "case", "workspace")
    found: Invitation = get_object_or_404(rows, token_hash=fingerprint(token))
    if found.contact.erased_at or timezone.now() - found.invited_at > OPEN_FOR:
        raise Http404
    return found


def _take(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, invitation, wrong=_("Please choose one of the five answers."))
    answering.answer(invitation, **form.cleaned_data, at=timezone.now())
    response = redirect(request.path)
    response["Location"] += "?thanks"
    return response


def _show(request: HttpRequest, invitation: Invitation, wrong: str = "") -> HttpResponse:
    given = Answer.objects.filter(invitation=invitation).first()
    kept = given.score if given else 0
    chosen = _number(request.GET.get("score")) or kept
    context = {
        "invitation": invitation,
        "workspace": invitation.workspace,
        "scores": SCORES.items(),
        "chosen": chosen,
        # Chosen in the mail and not noted: the page notes it when a hand touches it.
        "untold": "" if chosen == kept or wrong else SCORES[chosen],
        "given": given,
        "thanks": "thanks" in request.GET and given,
        "wrong": wrong,
        "question": _("How did we do?"),
    }
    status = 422 if wrong else 200
    return render(request, "feedback/answer.html", context, status=status)


def _number(said: str | None) -> int:
    return int(said) if said and said in "12345" and len(said) == 1 else 0
