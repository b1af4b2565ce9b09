"""The day: what is due, hour by hour, and what the plan has for me."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from rapport.cases.models import Case
from rapport.delivery.models import Deliverable
from rapport.projects.models import Task
from rapport.promises.models import Promise
from rapport.today.queries.need import Desk

MOST = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of «Your day»; `at` None stands for the whole day."""

    at: datetime | None
    title: str
    note: str
    url: str


def day(desk: Desk) -> list[Entry]:
    """Timed entries first, in order; then what is for the whole day. Four queries."""
    entries = [*_targets(desk), *_promises(desk), *_tasks(desk), *_sign_offs(desk)]
    last = desk.at + timedelta(days=1)
    return sorted(entries, key=lambda entry: entry.at or last)[:MOST]


def _targets(desk: Desk) -> Iterator[Entry]:
    rows = Case.objects.visible_to(desk.reader).open().filter(paused_since=None)
    start, end = _bounds(desk)
    rows = rows.filter(first_replied_at=None, reply_due__range=(start, end))
    for case in rows.select_related("client", "conversation").order_by("reply_due")[:MOST]:
        if desk.is_mine(case.conversation.assignee_id):
            where = {"slug": desk.slug, "number": case.conversation.number}
            yield Entry(
                case.reply_due,
                _("Answer %(who)s") % {"who": case.client or case.reference},
                case.conversation.subject,
                reverse("inbox.conversation", kwargs=where),
            )


def _promises(desk: Desk) -> Iterator[Entry]:
    rows = Promise.objects.visible_to(desk.reader).open().filter(due_on=localdate(desk.at))
    for promise in rows.select_related("client").order_by("pk")[:MOST]:
        if desk.is_mine(promise.made_by_id):
            where = {"slug": desk.slug, "number": promise.number}
            yield Entry(
                None, promise.what, str(promise.client), reverse("promises.promise", kwargs=where)
            )


def _tasks(desk: Desk) -> Iterator[Entry]:
    start, end = _bounds(desk)
    rows = Task.objects.visible_to(desk.reader).open().filter(assignee=desk.reader.member_id)
    rows = rows.filter(schedule__start__lte=end, schedule__finish__gte=start, children=None)
    for task in rows.select_related("project__client").order_by("schedule__finish")[:MOST]:
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
    rows = Deliverable.objects.visible_to(desk.reader).live()
    rows = rows.filter(state__in=list(said), turn_since__range=_bounds(desk))
    for row in rows.select_related("project__client").order_by("turn_since")[:MOST]:
        if desk.is_mine(row.project.lead_id):
            where = {"slug": desk.slug, "number": row.number}
            yield Entry(
                row.turn_since,
                said[row.state] % {"name": row.name},
                str(row.project.client),
                reverse("delivery.deliverable", kwargs=where),
            )


def _bounds(desk: Desk) -> tuple[datetime, datetime]:
    today, zone = localdate(desk.at), get_current_timezone()
    start = datetime.combine(today, time.min, zone)
    return start, start + timedelta(days=1)
