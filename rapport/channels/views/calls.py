"""Calls: a button on the pages of people and conversations, and the page of the running one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.forms import CallForm
from rapport.channels.models import Call, CallRecord
from rapport.channels.operations import calls
from rapport.channels.permissions import LOG_CALLS
from rapport.clients.models import Contact
from rapport.clients.views.loading import contact_of
from rapport.inbox.models import Conversation, Participant
from rapport.inbox.views.loading import conversation_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast

SHOWN = 5


@staff_view(LOG_CALLS, methods=("GET", "POST"))
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """The last calls with this person, and the button for the next."""
    person = contact_of(request, key, pk)
    if request.method == "POST":
        return _begin(request, person, None)
    done = Call.objects.exclude(ended_at=None).filter(contact=person)
    rows = done.select_related("member__user", "conversation").order_by("-started_at", "-pk")
    context = {"contact": person, "calls": rows[:SHOWN]}
    return render(request, "channels/calls_of_contact.html", context)


@staff_view(LOG_CALLS, methods=("GET", "POST"))
def of_conversation(request: StaffRequest, number: int) -> HttpResponse:
    """The button in a conversation; 204 where we know nobody to call."""
    conversation = conversation_of(request, number)
    person = _person(conversation)
    if request.method == "POST":
        return _begin(request, person, conversation)
    records = CallRecord.objects.filter(conversation=conversation, ended_at__isnull=False)
    rows = records.select_related("noted__message", "handle").order_by("-ended_at", "-pk")[:SHOWN]
    if person is None and not rows:
        return HttpResponse(status=204)
    context = {"contact": person, "conversation": conversation, "records": rows}
    return render(request, "channels/calls_of_conversation.html", context)


@staff_view(LOG_CALLS, methods=("GET", "POST"))
def call(request: StaffRequest, pk: int) -> HttpResponse:
    """The call that runs; when it is over, what was said."""
    found = _own(request, pk)
    if found.ended_at is not None and found.conversation is not None:
        return _to(request, found.conversation)
    form = CallForm(request.POST or None, initial=_recorded(found))
    if request.method == "POST" and form.is_valid():
        try:
            message = calls.finish(found, form.report, by=request.member, at=now())
        except Refused as refusal:
            return toast(request, _home(request), str(refusal), tone="bad")
        return toast(
            request, _to(request, message.conversation), _("Noted. Only your team sees it.")
        )
    context = {"call": found, "form": form}
    return render(request, "channels/call.html", context, status=422 if form.errors else 200)


@staff_view(LOG_CALLS, methods=("POST",))
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """It was no call after all."""
    found = _own(request, pk)
    calls.forget(found)
    return toast(request, _home(request), _("Forgotten."))


def _begin(
    request: StaffRequest, person: Contact | None, conversation: Conversation | None
) -> HttpResponse:
    begun = calls.begin(contact=person, conversation=conversation, by=request.member, at=now())
    return redirect("channels.call", slug=request.workspace.slug, pk=begun.pk)


def _person(conversation: Conversation) -> Contact | None:
    rows = Participant.objects.filter(conversation=conversation, is_verified=True)
    known = rows.exclude(contact=None).select_related("contact__client").order_by("pk").first()
    return known.contact if known else None


def _recorded(found: Call) -> dict[str, object]:
    """What the exchange knows of it already."""
    record = CallRecord.objects.filter(noted=found).first()
    if record is None:
        return {}
    return {"is_incoming": record.is_incoming, "minutes": record.minutes}


def _own(request: StaffRequest, pk: int) -> Call:
    rows = Call.objects.filter(member=request.member)
    rows = rows.select_related("contact__client", "conversation", "workspace")
    found: Call = get_object_or_404(rows, pk=min(pk, 2**62))
    return found


def _to(request: StaffRequest, conversation: Conversation) -> HttpResponse:
    return redirect("inbox.conversation", slug=request.workspace.slug, number=conversation.number)


def _home(request: StaffRequest) -> HttpResponse:
    return redirect("inbox", slug=request.workspace.slug)
