"""What is known of addresses: beside those that somebody writes to, and on a person's page."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.permissions import CHANGE_CLIENTS
from rapport.clients.views.loading import contact_of
from rapport.inbox.forms import people
from rapport.inbox.operations import reachability
from rapport.inbox.permissions import NOTE, SEE_INBOX
from rapport.inbox.queries import reachable
from rapport.ui.toasts import toast

LONGEST = 4_000


@staff_view(NOTE)
def notes(request: StaffRequest) -> HttpResponse:
    """Of the addresses in To and Cc, as far as they are addresses yet."""
    wanted = [email for name in ("to", "cc") for email in _addresses(request.GET.get(name, ""))]
    found = reachable.of(wanted, at=now())
    return render(request, "inbox/_reach.html", {"notes": found})


@staff_view(SEE_INBOX)
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Whether mail reaches this person, and whether they are away; nothing where all is well."""
    person = contact_of(request, key, pk)
    found = reachable.of([person.email], at=now())
    if not found:
        return HttpResponse(status=204)
    context = {
        "notes": found, "contact": person,
        "may_clear": CHANGE_CLIENTS.held_by(request.member.role),
    }  # fmt: skip
    return render(request, "inbox/reach_of_contact.html", context)


@staff_view(CHANGE_CLIENTS, methods=("POST",))
def clear(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Somebody knows better: what was noted of the address is wrong by now."""
    person = contact_of(request, key, pk)
    reachability.clear(person.email)
    response = redirect("clients.contact", slug=request.workspace.slug, key=key, pk=pk)
    return toast(request, response, _("Forgotten. The next report would note it again."))


def _addresses(text: str) -> list[str]:
    try:
        return [email for _name, email in people(text.replace("\x00", "")[:LONGEST])]
    except ValidationError:
        return []
