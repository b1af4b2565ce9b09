"""Mute a thing or put it off, and lift that."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.lib.refusal import Refused
from rapport.notifications.models import Silence

LONGEST = timedelta(days=366)


class NotSilenced(Refused):
    """It cannot be put off so."""


def silence(
    member: Member, *, thing: tuple[str, int], until: datetime | None, at: datetime
) -> None:
    """Nothing about this thing interrupts or is mailed until then, or (None) until it is lifted.
    A later choice takes the place of the one before."""
    if until is not None and not at < until <= at + LONGEST:
        raise NotSilenced(_("Choose a moment within the next year."))
    kind, pk = thing
    Silence.objects.update_or_create(
        member=member, thing_kind=kind, thing_id=pk,
        defaults={"workspace_id": member.workspace_id, "until": until, "since": at},
    )  # fmt: skip


def lift(member: Member, *, thing: tuple[str, int]) -> None:
    """It may reach the person again; what came meanwhile goes into the next digest."""
    kind, pk = thing
    Silence.objects.filter(member=member, thing_kind=kind, thing_id=pk).delete()
