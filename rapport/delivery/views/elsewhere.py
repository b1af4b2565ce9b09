"""Deliverables as a card on the pages of a task and of a person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.views.loading import contact_of
from rapport.delivery.models import Deliverable, SignOff
from rapport.delivery.permissions import SEE_DELIVERABLES
from rapport.projects.views.loading import task_of

SHOWN = 8


@staff_view(SEE_DELIVERABLES)
def of_task(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """What this task hands over; nothing where it hands over nothing."""
    task = task_of(request, key, number)
    rows = Deliverable.objects.visible_to(request.reader).live().filter(task=task)
    found = list(rows.select_related("contact").order_by("state", "due_on", "number"))
    if not found:
        return HttpResponse(status=204)
    context = {"deliverables": found, "today": timezone.localdate()}
    return render(request, "delivery/of_task.html", context)


@staff_view(SEE_DELIVERABLES)
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """What waits for this person's word, then what they said."""
    person = contact_of(request, key, pk)
    seen = Deliverable.objects.visible_to(request.reader)
    waiting = seen.with_client().filter(contact=person).select_related("contact")
    decided = SignOff.objects.filter(contact=person, deliverable__in=seen.live())
    context = {
        "deliverables": list(waiting.order_by("due_on", "number")),
        "decided": list(decided.select_related("deliverable").order_by("-decided_at")[:SHOWN]),
        "today": timezone.localdate(),
    }
    if not context["deliverables"] and not context["decided"]:
        return HttpResponse(status=204)
    return render(request, "delivery/of_contact.html", context)
