"""A person at a client: who they are, how they like it, and their way into the portal."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.clients import timeline
from rapport.clients.contact_actions import actions_for
from rapport.clients.forms import ContactForm, PortalInvitationForm
from rapport.clients.models import Contact
from rapport.clients.operations import contacts, portal_invitations, sign_in
from rapport.clients.panels import panels_for_contact
from rapport.clients.permissions import (
    BIN_CLIENTS,
    CHANGE_CLIENTS,
    ERASE_CONTACTS,
    INVITE_CONTACTS,
    SEE_CLIENTS,
)
from rapport.clients.views.loading import client_of, contact_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin

INVITATIONS_A_DAY = 5
A_DAY = 24 * 3600


@staff_view(CHANGE_CLIENTS, methods=("GET", "POST"))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Add a person at a client."""
    client = client_of(request, key)
    start = {"language": request.workspace.language, "time_zone": request.workspace.time_zone}
    form = ContactForm(request.POST or None, initial=start)
    context = {"form": form, "client": client}
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "clients/contact_form.html", context, status=status)
    try:
        made = contacts.create(client, facts=form.facts(), by=request.member, at=now())
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return render(request, "clients/contact_form.html", context, status=409)
    return _to(request, made)


@staff_view(SEE_CLIENTS)
def contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """One person's page."""
    role = request.member.role
    found = contact_of(request, key, pk)
    context = {
        "contact": found,
        "actions": actions_for(found, request.workspace.slug, role),
        "panels": panels_for_contact(found, request.workspace.slug, role),
        "story": timeline.story_of_contact(found, request.reader),
        "may_change": CHANGE_CLIENTS.held_by(role),
        "may_bin": BIN_CLIENTS.held_by(role),
        "may_invite": INVITE_CONTACTS.held_by(role),
        "may_erase": ERASE_CONTACTS.held_by(role),
    }
    return render(request, "clients/contact.html", context)


@staff_view(CHANGE_CLIENTS, methods=("GET", "POST"))
def facts(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Change what we know of a person, and their preferences."""
    found = contact_of(request, key, pk)
    form = ContactForm(request.POST or None, known=found)
    context = {"form": form, "client": found.client, "contact": found}
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "clients/contact_form.html", context, status=status)
    try:
        contacts.change(found, facts=form.facts(), by=request.member, at=now())
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return render(request, "clients/contact_form.html", context, status=409)
    return toast(request, _to(request, found), _("Saved."))


@staff_view(INVITE_CONTACTS, methods=("GET", "POST"))
def invitation(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Write a few words, see the mail as it will arrive, send it."""
    found = contact_of(request, key, pk)
    form = PortalInvitationForm(request.POST or None)
    note = form.cleaned_data["note"] if form.is_bound and form.is_valid() else ""
    if "send" not in request.POST:
        letter = portal_invitations.letter(found, note=note, by=request.member)
        context = {"contact": found, "form": form, "letter": letter}
        return render(request, "clients/portal_invitation.html", context)
    if not limits.allow("portal.invite", str(pk), limit=INVITATIONS_A_DAY, seconds=A_DAY):
        return limits.too_many(request)
    portal_invitations.invite(found, note=note, by=request.member, at=now())
    text = _("The invitation is on its way to %(email)s.") % {"email": found.email}
    return toast(request, _to(request, found), text)


@staff_view(INVITE_CONTACTS, methods=("POST",))
def sessions_end(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Sign a person out of the portal everywhere."""
    found = contact_of(request, key, pk)
    sign_in.end_sessions(found, by=request.member, at=now())
    return toast(request, _to(request, found), _("Signed out of the portal everywhere."))


@staff_view(BIN_CLIENTS, methods=("POST",))
def binning(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Put a person into the bin; they get no further into the portal."""
    found = contact_of(request, key, pk)
    bin.put(found, by=request.member, at=now())
    text = _("“%(name)s” is in the bin.") % {"name": found}
    response = redirect("clients.client", slug=request.workspace.slug, key=key)
    return toast(request, response, text, undo=undo_url(request.workspace, found))


@staff_view(ERASE_CONTACTS, methods=("GET", "POST"))
def erasure(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Forget a person for good, after their name was typed."""
    found = contact_of(request, key, pk)
    typed = request.POST.get("name", "").strip()
    if typed != found.name:
        context = {"contact": found, "wrong": request.method == "POST"}
        status = 422 if request.method == "POST" else 200
        return render(request, "clients/erasure.html", context, status=status)
    contacts.erase(found, by=request.member, at=now())
    response = redirect("clients.client", slug=request.workspace.slug, key=key)
    return toast(request, response, _("The person was erased."))


def _to(request: StaffRequest, found: Contact) -> HttpResponse:
    slug = request.workspace.slug
    return redirect("clients.contact", slug=slug, key=found.client.key, pk=found.pk)
