"""Say how much of the week a person works, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.calendars.queries.working_time import week
from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.resourcing.events import SHARE_SAID
from rapport.resourcing.models import WorkingShare
from rapport.resourcing.operations import acts
from rapport.resourcing.own_hours import minutes_of

KIND = acts.Kind(SHARE_SAID, frozenset({"weekdays", "weekly_minutes"}))


class ShareRefused(Refused):
    """Nobody can work like this."""


@dataclass(frozen=True, slots=True)
class Share:
    """ISO weekdays (none: all of the workspace's), minutes a week (None: all they hold), a role."""

    weekdays: Sequence[int] = ()
    weekly_minutes: int | None = None
    role: str = ""


@transaction.atomic
def say(member: Member, share: Share, *, by: Acts, at: datetime) -> int | None:
    """Let a person work so from now on. Returns the number of the act that can be taken back."""
    days = sorted(set(share.weekdays))
    _check(days, share.weekly_minutes)
    values = {
        "weekdays": days, "weekly_minutes": share.weekly_minutes, "role": share.role.strip(),
    }  # fmt: skip
    return acts.change(KIND, _of(member), values, by=by, at=at)


@transaction.atomic
def undo(member: Member, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own change of a person's week."""
    acts.take_back(KIND, _of(member), act, by=by, at=at)


def _of(member: Member) -> WorkingShare:
    row, _made = WorkingShare.objects.get_or_create(
        member=member, defaults={"workspace_id": member.workspace_id}
    )
    row.member = member
    return row  # type: ignore[no-any-return]


def _check(days: Sequence[int], minutes: int | None) -> None:
    held = [minutes_of(periods) for periods in week()]
    worked = [held[day - 1] for day in days] if days else held
    if days and not all(worked):
        raise ShareRefused(_("Choose days on which the workspace works."))
    if minutes is not None and not 0 < minutes <= sum(worked):
        said = _("These days hold %(hours)s hours: say at most that, or leave it empty.")
        raise ShareRefused(said % {"hours": f"{sum(worked) / 60:g}"})
