"""The day: what is due, hour by hour, and what the plan has for me."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from rapport.delivery.models import Deliverable
from rapport.projects.models import Task
from rapport.projects.queries.helping import helped_by
from rapport.today.queries.need import Desk
from rapport.workspaces.visible import VisibleTo

MOST = 12

_PLANNED = VisibleTo(
    lambda reader, member, start, end: (
        Task.objects.visible_to(reader)
        .open()
        .leaves()
        .filter(Q(assignee=member) | Q(pk__in=helped_by(member)))
        .filter(schedule__start__lte=end, schedule__finish__gte=start)
        .select_related("project__client")
        .order_by("schedule__finish")[:MOST]
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of «Your day»; `at` None stands for the whole day."""

    at: datetime | None
    title: str
    note: str
    url: str


def day(desk: Desk) -> list[Entry]:
    """Timed entries first, in order; then what is for the whole day."""
    entries = [*_targets(desk), *_promises(desk), *_tasks(desk), *_sign_offs(desk)]
    last = desk.at + timedelta(days=1)
    return sorted(entries, key=lambda entry: entry.at or last)[:MOST]


def _targets(desk: Desk) -> Iterator[Entry]:
    for case in desk.cases:
        if not _is_within(case.reply_due, desk.today):
            continue
        if desk.is_mine(case.conversation.assignee_id):
            where = {"slug": desk.slug, "number": case.conversation.number}
            yield Entry(
                case.reply_due,
                _("Answer %(who)s") % {"who": case.client or case.reference},
                case.conversation.subject,
                reverse("inbox.conversation", kwargs=where),
            )


def _promises(desk: Desk) -> Iterator[Entry]:
    today = localdate(desk.at)
    for promise in desk.promises:
        if promise.due_on == today and desk.is_mine(promise.made_by_id):
            where = {"slug": desk.slug, "number": promise.number}
            yield Entry(
                None, promise.what, str(promise.client), reverse("promises.promise", kwargs=where)
            )


def _tasks(desk: Desk) -> Iterator[Entry]:
    for task in _PLANNED(desk.reader, desk.reader.member_id, *desk.today):
        where = {"slug": desk.slug, "key": task.project.key, "number": task.number}
        yield Entry(
            None,
            task.name,
            f"{task.project.client} · {task.project.name}",
            reverse("projects.task", kwargs=where),
        )


def _sign_offs(desk: Desk) -> Iterator[Entry]:
    """What went to a client for their word today, and the word that came."""
    said = {
        Deliverable.State.SUBMITTED: _("With the client: %(name)s"),
        Deliverable.State.APPROVED: _("Approved: %(name)s"),
    }
    for row in desk.sign_offs:
        if row.state not in said or not _is_within(row.turn_since, desk.today):
            continue
        if desk.is_mine(row.project.lead_id):
            where = {"slug": desk.slug, "number": row.number}
            yield Entry(
                row.turn_since,
                said[Deliverable.State(row.state)] % {"name": row.name},
                str(row.project.client),
                reverse("delivery.deliverable", kwargs=where),
            )


def _is_within(at: datetime | None, day: tuple[datetime, datetime]) -> bool:
    return at is not None and day[0] <= at < day[1]
