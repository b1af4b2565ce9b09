"""Who is in a workspace, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts import events, ranks
from rapport.accounts.models import Member, User
from rapport.accounts.operations import sessions
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.lib.roles import Role
from rapport.workspaces.models import Workspace


class LastOwner(Refused):
    """A workspace always has somebody who owns it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in: what is asked of somebody who comes for the first time. Without a password
    they come by a link alone, until they choose one."""

    name: str
    email: str
    password: str | None
    language: str = "en"
    time_zone: str = "UTC"


@transaction.atomic
def add(workspace: Workspace, *, person: Person, role: str, at: datetime) -> Member:
    """Make a new user and let them in; for set-up, the demo and accepted invitations."""
    user = User.objects.create_user(
        person.email,
        person.password,
        name=person.name,
        language=person.language,
        time_zone=person.time_zone,
    )
    return admit(workspace, user=user, role=role, at=at)


@transaction.atomic
def admit(
    workspace: Workspace,
    *,
    user: User,
    role: str,
    at: datetime,
    project_ids: Sequence[int] = (),
) -> Member:
    """Let a user into a workspace; one who left before comes back with the new role."""
    member: Member
    member, _created = Member.objects.update_or_create(
        workspace=workspace,
        user=user,
        defaults={"role": role, "deactivated_at": None},
        create_defaults={"role": role, "joined_at": at},
    )
    facts = {"role": str(role), "project_ids": list(project_ids)}
    publish(events.MEMBER_JOINED, subject=member, by=member, at=at, facts=facts)
    return member


@transaction.atomic
def change_role(member: Member, *, role: str, by: Member, at: datetime) -> None:
    """Give a member another role, at most one's own. The last owner stays owner."""
    ranks.require_outranks(by, member)
    ranks.require_grant(by, role)
    if role == member.role:
        return
    if role != Role.OWNER:
        _keep_an_owner(member)
    changed = Member.objects.filter(pk=member.pk, role=member.role).update(role=role)
    if changed:
        facts = {"role": str(role), "was": str(member.role)}
        publish(events.MEMBER_CHANGED, subject=member, by=by, at=at, facts=facts)
        member.role = role


@transaction.atomic
def deactivate(member: Member, *, by: Member, at: datetime) -> None:
    """Close the door on a member at once. What they did stays; deactivating twice is once."""
    ranks.require_outranks(by, member)
    _keep_an_owner(member)
    if Member.objects.filter(pk=member.pk, deactivated_at=None).update(deactivated_at=at):
        publish(events.MEMBER_DEACTIVATED, subject=member, by=by, at=at)
        if not Member.everywhere.active().filter(user=member.user_id).exists():
            sessions.end_all(member.user)


@transaction.atomic
def reactivate(member: Member, *, by: Member, at: datetime) -> None:
    """Let a member in again, with the role they had; it may not be above one's own."""
    ranks.require_outranks(by, member)
    rows = Member.objects.filter(pk=member.pk).exclude(deactivated_at=None)
    if rows.update(deactivated_at=None):
        publish(events.MEMBER_REACTIVATED, subject=member, by=by, at=at)


@transaction.atomic
def sign_everybody_out(workspace: Workspace, *, by: Member, at: datetime) -> None:
    """End the sessions of everybody in the workspace, also one's own."""
    for member in Member.objects.select_related("user"):
        sessions.end_all(member.user)
    publish(events.EVERYBODY_SIGNED_OUT, subject=workspace, by=by, at=at)


def _keep_an_owner(member: Member) -> None:
    """Refuse to take away the last active owner; locks the owners so that two cannot go at once."""
    if member.role != Role.OWNER:
        return
    owners = Member.objects.active().filter(role=Role.OWNER).select_for_update(of=("self",))
    if all(owner.pk == member.pk for owner in owners):
        raise LastOwner(_("A workspace needs an owner. Make somebody else an owner first."))
