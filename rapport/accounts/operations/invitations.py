"""Ask somebody to join, in a letter of their own; ask again; take it back; come in."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts import events, letters, ranks, tokens
from rapport.accounts.models import Invitation, Member, User
from rapport.accounts.operations import members
from rapport.accounts.operations.members import Person
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace

TEMPLATE = "accounts/mail/invitation.txt"
PREVIEW = "…"


class AlreadyHere(Refused):
    """The address belongs to an active member."""


class NoLongerOpen(Refused):
    """The link was used, withdrawn, or is too old."""


class SomebodyElse(Refused):
    """The signed-in user is not the one who was invited."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is asked, as what, in which language, with which words of one's own."""

    email: str
    role: str
    name: str = ""
    language: str = "en"
    note: str = ""
    project_ids: list[int] = field(default_factory=list)


def letter(
    workspace: Workspace, invitee: Invitee, *, by: Member, token: str = PREVIEW
) -> letters.Letter:
    """The mail exactly as it will arrive; without a token it is a preview."""
    return letters.write(
        TEMPLATE,
        to=invitee.email,
        language=invitee.language,
        reply_to=by.user.email,
        workspace=workspace.name,
        inviter=by.name,
        name=invitee.name,
        note=invitee.note.strip(),
        link=letters.link(f"/join/{token}/"),
    )


@transaction.atomic
def invite(
    workspace: Workspace,
    *,
    invitee: Invitee,
    by: Member,
    at: datetime,
    instead: Invitation | None = None,
) -> Invitation:
    """Send a personal link. A second invitation to an address takes the place of the first; so
    does one to a corrected address, of the one it is sent `instead` of."""
    ranks.require_grant(by, invitee.role)
    email = invitee.email.strip().lower()
    if Member.objects.active().filter(user__email=email).exists():
        raise AlreadyHere(_("%(email)s is already in this workspace.") % {"email": email})
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )
    if instead is not None:
        withdraw(instead, by=by, at=at)
    token, token_hash = tokens.make()
    invitation: Invitation = Invitation.objects.create(
        workspace=workspace,
        email=email,
        name=invitee.name,
        role=invitee.role,
        language=invitee.language,
        note=invitee.note,
        project_ids=invitee.project_ids,
        token_hash=token_hash,
        invited_by=by,
        sent_at=at,
    )
    letters.send(letter(workspace, _invitee(invitation), by=by, token=token))
    facts = {"role": str(invitee.role)}
    publish(events.INVITATION_SENT, subject=invitation, by=by, at=at, facts=facts)
    return invitation


@transaction.atomic
def renew(invitation: Invitation, *, by: Acts, at: datetime) -> None:
    """Send a new link to the same address; the old one stops working. Used ones stay used."""
    token, token_hash = tokens.make()
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    fresh = {"sent_at": at, "came_back_at": None, "came_back_because": ""}
    if not rows.update(token_hash=token_hash, **fresh):
        raise NoLongerOpen(_("This invitation was already used or taken back."))
    inviter = invitation.invited_by
    letters.send(letter(invitation.workspace, _invitee(invitation), by=inviter, token=token))
    publish(events.INVITATION_RENEWED, subject=invitation, by=by, at=at)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Member, at: datetime) -> None:
    """Make the link useless. Withdrawing twice, or a used invitation, changes nothing."""
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if rows.update(withdrawn_at=at):
        publish(events.INVITATION_WITHDRAWN, subject=invitation, by=by, at=at)


@transaction.atomic
def came_back(email: str, because: str, *, written_at: datetime, at: datetime) -> None:
    """A mail server refused for good what was written to this address then: so does it the
    invitation that was sent before it. Saying it twice changes nothing."""
    open_ones = Invitation.objects.filter(
        email=email.lower(), accepted_at=None, withdrawn_at=None, came_back_at=None,
        sent_at__lte=written_at,
    )  # fmt: skip
    for invitation in open_ones.order_by("pk"):
        row = Invitation.objects.filter(pk=invitation.pk, came_back_at=None)
        if row.update(came_back_at=at, came_back_because=because[:300]):
            publish(events.INVITATION_CAME_BACK, subject=invitation, by=SYSTEM, at=at)


@transaction.atomic
def accept(invitation: Invitation, *, person: Person, at: datetime) -> Member:
    """Come in as a new user. The address is the invited one, whatever the form said."""
    _use(invitation, at)
    newcomer = Person(
        person.name, invitation.email, person.password, person.language, person.time_zone
    )
    user = User.objects.create_user(
        newcomer.email,
        newcomer.password,
        name=newcomer.name,
        language=newcomer.language,
        time_zone=newcomer.time_zone,
    )
    return _admit(invitation, user, at)


@transaction.atomic
def accept_as(invitation: Invitation, *, user: User, at: datetime) -> Member:
    """Come in as somebody who uses Rapport already; only the invited address may."""
    if user.email != invitation.email:
        raise SomebodyElse(
            _("This invitation is for %(email)s. Sign in with that address to accept it.")
            % {"email": invitation.email}
        )
    _use(invitation, at)
    return _admit(invitation, user, at)


def _use(invitation: Invitation, at: datetime) -> None:
    """Compare and set: of two who click at the same moment one gets in."""
    rows = Invitation.objects.filter(
        pk=invitation.pk,
        token_hash=invitation.token_hash,
        accepted_at=None,
        withdrawn_at=None,
    )
    if not invitation.is_open(at) or not rows.update(accepted_at=at):
        raise NoLongerOpen(_("This invitation is no longer open."))


def _admit(invitation: Invitation, user: User, at: datetime) -> Member:
    member = members.admit(
        invitation.workspace,
        user=user,
        role=invitation.role,
        at=at,
        project_ids=invitation.project_ids,
    )
    publish(events.INVITATION_ACCEPTED, subject=invitation, by=member, at=at)
    return member


def _invitee(invitation: Invitation) -> Invitee:
    return Invitee(
        email=invitation.email,
        role=invitation.role,
        name=invitation.name,
        language=invitation.language,
        note=invitation.note,
        project_ids=list(invitation.project_ids),
    )
