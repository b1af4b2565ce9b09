"""The side of a conversation's page: the time spent on it, and more of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation
from rapport.lib.refusal import Refused
from rapport.timesheets.forms import TalkTimeForm
from rapport.timesheets.models import TimeEntry
from rapport.timesheets.operations import entries
from rapport.timesheets.permissions import LOG_TIME, SEE_TIME
from rapport.timesheets.queries import weeks
from rapport.ui.toasts import toast


@staff_view(SEE_TIME)
def of_conversation(request: StaffRequest, number: int) -> HttpResponse:
    """What was spent on it."""
    talk = _load(request, number)
    return _part(request, talk, _form(request, talk))


@staff_view(LOG_TIME, methods=("POST",))
def new(request: StaffRequest, number: int) -> HttpResponse:
    """Log time on it; it is time on its project."""
    talk = _load(request, number)
    form = TalkTimeForm(request.POST, reader=request.reader, conversation=talk)
    if not form.is_valid():
        return _part(request, talk, form)
    try:
        entry = entries.log(form.entry(), by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _part(request, talk, form)
    undo = reverse("time.deletion", args=[request.workspace.slug, entry.pk])
    if request.headers.get("HX-Request") == "true":
        response = _part(request, talk, _form(request, talk))
    else:
        response = redirect("inbox.conversation", slug=request.workspace.slug, number=number)
    return toast(request, response, _("Logged."), undo=undo)


def _form(request: StaffRequest, talk: Conversation) -> TalkTimeForm:
    return TalkTimeForm(initial={"day": localdate()}, reader=request.reader, conversation=talk)


def _part(request: StaffRequest, talk: Conversation, form: TalkTimeForm) -> HttpResponse:
    context = {
        "conversation": talk,
        "spent": weeks.on_conversation(talk, TimeEntry.objects.visible_to(request.reader).live()),
        "form": form,
        "may_log": LOG_TIME.held_by(request.member.role),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "timesheets/of_conversation.html", context, status=status)


def _load(request: StaffRequest, number: int) -> Conversation:
    rows = Conversation.objects.visible_to(request.reader).live()
    found: Conversation = get_object_or_404(rows.select_related("project"), number=number)
    return found
