"""A project's plan as its paper tells it: to one contact, or to ourselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.lib.reader import Reader
from rapport.planning.queries.outlined import PlanRow, plan_rows
from rapport.planning.queries.shown_work import Piece, pieces
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
from rapport.reports.plan_paper import Bar, Mark, PlanPaper
from rapport.reports.time_scale import TimeScale
from rapport.ui import words

MOST_ROWS = 400
MOST_PROMISES = 12
# Letters of a name in one line, and those that each step inwards takes.
ROOM, ROOM_A_LEVEL = 46, 2
# Where a plan has no dates at all.
A_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    level: int
    is_milestone: bool
    is_summary: bool
    is_done: bool
    start: date | None
    finish: date | None


def for_contact(project: Project, contact: Contact) -> PlanPaper | None:
    """What this contact may see, at the depth they chose; None where that is nothing."""
    shown = [_of_piece(piece) for piece in pieces(project, contact.reader)]
    if not shown:
        return None
    return _paper(project, shown, contact.reader, to=contact.name)


def for_ourselves(project: Project, reader: Reader) -> PlanPaper | None:
    """The whole plan; None where there is none."""
    shown = [_of_row(row) for row in plan_rows(project) if row.active]
    if not shown:
        return None
    return _paper(project, shown, reader, to=_("Internal version"))


def _of_piece(piece: Piece) -> _Line:
    return _Line(
        piece.name, piece.level, piece.is_milestone, piece.is_summary, piece.is_done,
        piece.start, piece.finish,
    )  # fmt: skip


def _of_row(row: PlanRow) -> _Line:
    finish = row.expected or row.finish
    return _Line(
        row.name, row.level, row.milestone, row.summary, row.state == Task.State.DONE,
        row.start.date() if row.start else None, finish.date() if finish else None,
    )  # fmt: skip


def _paper(project: Project, lines: Sequence[_Line], reader: Reader, *, to: str) -> PlanPaper:
    held, today, promised = lines[:MOST_ROWS], localdate(), _promised(project, reader)
    scale = _scale(held, promised, today)
    left_out = len(lines) - len(held)
    return PlanPaper(
        title=_("Plan: %(project)s") % {"project": project.name},
        company=project.workspace.name,
        reader=to,
        span=_span(held, today),
        headings=(_("Task"), _("When")),
        ticks=scale.ticks(),
        today=scale.begin(today) if scale.first <= today <= scale.last else None,
        today_name=_("Today, %(day)s") % {"day": words.long(today)},
        bars=[_bar(line, scale) for line in held],
        promises=[
            Mark(
                words.beginning(_("Promised: %(what)s") % {"what": what}, ROOM),
                words.short(day),
                scale.end(day),
            )
            for day, what in promised
        ],
        more=_more(left_out),
        language=get_language() or "en",
    )


def _promised(project: Project, reader: Reader) -> list[tuple[date, str]]:
    """What we owe and when, as this reader knows it."""
    rows = Promise.objects.visible_to(reader).open()
    rows = rows.filter(project=project, side=Promise.Side.US)
    return sorted((promise.owed_on, promise.what) for promise in rows)[:MOST_PROMISES]


def _mark(day: date, what: str, scale: TimeScale) -> Mark:
    name = words.beginning(_("Promised: %(what)s") % {"what": what}, ROOM)
    return Mark(name, words.short(day), scale.end(day))


def _scale(lines: Sequence[_Line], promised: Sequence[tuple[date, str]], today: date) -> TimeScale:
    dated = [day for line in lines for day in (line.start, line.finish) if day]
    days = [*dated, *(day for day, _what in promised)] or [today, today + A_MONTH]
    return TimeScale.around(min(days), max(days))


def _span(lines: Sequence[_Line], today: date) -> str:
    begin = [line.start for line in lines if line.start]
    end = [line.finish for line in lines if line.finish]
    return words.span(min(begin), max(end)) if begin and end else words.long(today)


def _bar(line: _Line, scale: TimeScale) -> Bar:
    kind = "milestone" if line.is_milestone else "summary" if line.is_summary else "task"
    start, finish = line.start or line.finish, line.finish
    name = words.beginning(line.name, ROOM - ROOM_A_LEVEL * line.level)
    bar = Bar(name, line.level, kind, line.is_done, _days(line))  # type: ignore[arg-type]
    if start is None or finish is None:
        return bar
    return Bar(
        bar.name, bar.level, bar.kind, bar.is_done, bar.days,
        begin=scale.begin(min(start, finish)), end=scale.end(finish),
    )  # fmt: skip


def _days(line: _Line) -> str:
    if line.finish is None:
        return ""
    if line.is_milestone or line.start is None or line.start >= line.finish:
        return words.short(line.finish)
    return words.short_span(line.start, line.finish)


def _more(count: int) -> str:
    if not count:
        return ""
    return ngettext("And %(n)s more task.", "And %(n)s more tasks.", count) % {"n": count}
