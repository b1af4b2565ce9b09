"""A lost second factor: somebody above takes it away, and the person sets up a new one."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rapport.accounts import events, letters, ranks
from rapport.accounts.models import Member, User
from rapport.accounts.operations import sessions
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused

TEMPLATE = "accounts/mail/second_factor_reset.txt"


class OneselfElsewhere(Refused):
    """One's own sign-in is changed on one's own page, which asks who it is."""


def of(user: User) -> QuerySet[Authenticator]:
    """The apps and passkeys of a person; recovery codes are no factor of their own."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return rows.exclude(type=Authenticator.Type.RECOVERY_CODES)


def users_with_one() -> set[int]:
    """The ids of the open workspace's people who have a second factor."""
    here = Member.objects.values("user")
    codes = Authenticator.Type.RECOVERY_CODES
    rows = Authenticator.objects.filter(user__in=here).exclude(type=codes)
    return set(rows.values_list("user", flat=True))


@transaction.atomic
def reset(member: Member, *, by: Member, at: datetime) -> None:
    """Take a colleague's app, passkeys and codes away; they are told, and signed out everywhere.

    Without a second factor there is nothing to take away.
    """
    if member.user_id == by.user_id:
        raise OneselfElsewhere(_("Change your own second factor on your profile page."))
    ranks.require_rules_sign_in(by, member)
    _take_away(member.user, workspaces=[member], by=by, at=at)


@transaction.atomic
def reset_by_command(user: User, *, at: datetime) -> bool:
    """Take a person's second factor away from the machine itself; an owner's last way in."""
    members = list(Member.everywhere.active().filter(user=user).select_related("workspace"))
    return _take_away(user, workspaces=members, by=SYSTEM, at=at)


def _take_away(user: User, *, workspaces: list[Member], by: Acts, at: datetime) -> bool:
    if not of(user).exists():
        return False
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    for member in workspaces:
        publish(events.SECOND_FACTOR_RESET, subject=member, by=by, at=at)
    letters.send(
        letters.write(
            TEMPLATE,
            to=user.email,
            language=user.language,
            name=user.name,
            by=by.name if isinstance(by, Member) else "",
            link=letters.link("/sign-in/second-factor/"),
        )
    )
    return True
