"""The conversations of a client, a person or a project, as a card on their pages."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.clients.views.loading import contact_of
from rapport.inbox.models import Conversation, Participant
from rapport.inbox.permissions import SEE_INBOX
from rapport.projects.models import Project

SHOWN, SHOWN_OF_PERSON = 6, 30


@staff_view(SEE_INBOX)
def of_client(request: StaffRequest, key: str) -> HttpResponse:
    """What was last said with this client."""
    client = get_object_or_404(Client.objects.visible_to(request.reader), key=key)
    return _card(request, Conversation.objects.filter(client=client))


@staff_view(SEE_INBOX)
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """What this person takes part in; nothing where they only claimed to."""
    person = contact_of(request, key, pk)
    places = Participant.objects.filter(contact=person, is_verified=True)
    rows = Conversation.objects.filter(pk__in=places.values("conversation"))
    return _card(request, rows, SHOWN_OF_PERSON)


@staff_view(SEE_INBOX)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """What was last said about this project."""
    project = get_object_or_404(Project.objects.visible_to(request.reader), key=key)
    return _card(request, Conversation.objects.filter(project=project))


def _card(request: StaffRequest, rows: QuerySet[Conversation], most: int = SHOWN) -> HttpResponse:
    seen = Conversation.objects.visible_to(request.reader).live().filter(set_aside_at=None)
    found = list((rows & seen).order_by("-last_message_at", "-pk")[:most])
    if not found:
        return HttpResponse(status=204)
    return render(request, "inbox/of_record.html", {"conversations": found})
