"""Log time, correct it, delete it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox.models import Conversation
from rapport.lib.refusal import Refused
from rapport.projects.models import Project, Task
from rapport.timesheets import events
from rapport.timesheets.models import TimeEntry
from rapport.workspaces.operations import bin as workspace_bin

A_DAY = 1440
# It is tomorrow already in some time zones; beyond that nobody has worked yet.
AHEAD = timedelta(days=1)


class TimeRefused(Refused):
    """The time cannot be logged so."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the entry while it was being edited."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What somebody says they did on a day."""

    project: Project
    day: date
    minutes: int
    note: str = ""
    # Why it is not billed; empty is billable.
    unbilled: str = ""
    task: Task | None = None
    # Where it was noted; correcting an entry leaves that as it is.
    conversation: Conversation | None = None


@transaction.atomic
def log(new: NewEntry, *, by: Member, at: datetime) -> TimeEntry:
    """Log minutes of one day on a project, perhaps on one of its tasks."""
    _check(new, by, at)
    entry: TimeEntry = TimeEntry.objects.create(
        workspace_id=by.workspace_id, member=by, created_at=at, conversation=new.conversation,
        **_values(new),
    )  # fmt: skip
    publish(events.LOGGED, subject=entry, by=by, at=at, facts=_facts(new))
    return entry


@transaction.atomic
def change(entry: TimeEntry, new: NewEntry, *, by: Member, at: datetime) -> None:
    """Correct an entry of one's own. Saying the same again changes nothing."""
    _own(entry, by)
    _check(new, by, at, but=entry)
    values = _values(new)
    if all(getattr(entry, name) == value for name, value in values.items()):
        return
    was = entry.minutes
    rows = TimeEntry.objects.live().filter(
        pk=entry.pk, minutes=was, day=entry.day, note=entry.note, project_id=entry.project_id
    )
    if not rows.update(**values):
        raise ChangedMeanwhile(_("The entry was changed meanwhile. Look at it again."))
    for name, value in values.items():
        setattr(entry, name, value)
    publish(events.CHANGED, subject=entry, by=by, at=at, facts=_facts(new) | {"was": was})


@transaction.atomic
def delete(entry: TimeEntry, *, by: Member, at: datetime) -> None:
    """Move an entry of one's own to the bin. Deleting a deleted one changes nothing."""
    _own(entry, by)
    workspace_bin.put(entry, by=by, at=at)


@transaction.atomic
def restore(entry: TimeEntry, *, by: Member, at: datetime) -> None:
    """Take an entry of one's own out of the bin again."""
    _own(entry, by)
    workspace_bin.restore(entry, by=by, at=at)


def _own(entry: TimeEntry, by: Member) -> None:
    if entry.member_id != by.pk:
        raise TimeRefused(_("Only the person who worked can change this."))


def _check(new: NewEntry, by: Member, at: datetime, but: TimeEntry | None = None) -> None:
    if new.task is not None and new.task.project_id != new.project.pk:
        raise TimeRefused(_("The task belongs to another project."))
    talk = new.conversation
    if talk is not None and talk.client_id not in (None, new.project.client_id):
        raise TimeRefused(_("This project belongs to another client."))
    if new.day > at.date() + AHEAD:
        raise TimeRefused(_("This day has not come yet."))
    if not 0 < new.minutes <= A_DAY:
        raise TimeRefused(_("Say between one minute and 24 hours."))
    same_day = TimeEntry.objects.live().filter(member=by, day=new.day)
    if but is not None:
        same_day = same_day.exclude(pk=but.pk)
    logged = same_day.aggregate(sum=Sum("minutes"))["sum"] or 0
    if logged + new.minutes > A_DAY:
        raise TimeRefused(_("That would be more than 24 hours on one day."))


def _values(new: NewEntry) -> dict[str, object]:
    return {
        "project": new.project,
        "task": new.task,
        "day": new.day,
        "minutes": new.minutes,
        "note": new.note,
        "unbilled": new.unbilled,
    }


def _facts(new: NewEntry) -> dict[str, object]:
    task = new.task.pk if new.task else None
    facts: dict[str, object] = {
        "minutes": new.minutes, "day": new.day.isoformat(), "task": task,
    }  # fmt: skip
    facts |= {"unbilled": new.unbilled} if new.unbilled else {}
    return facts | ({"conversation": new.conversation.pk} if new.conversation else {})
