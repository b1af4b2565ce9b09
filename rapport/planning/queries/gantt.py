"""The plan as `<plan-gantt>` draws it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from rapport.engine.ticks import day_number
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn
from rapport.planning.models import Baseline
from rapport.planning.models.schedule import COLUMNS
from rapport.planning.queries.baselines import kept_bars
from rapport.planning.queries.frame import Frame, frame_of
from rapport.planning.queries.outlined import PlanRow
from rapport.planning.queries.outlook import EARLY, LIKELY, Confidence, Outlook
from rapport.planning.queries.series import repeating
from rapport.projects.models import Dependency, Project, Task
from rapport.promises.models import Promise
from rapport.workspaces.prepared import Question

MOVED = ("start", "finish", "critical", "late")
WHERE = itemgetter(
    *map(COLUMNS.index, ("start", "finish", "late_finish", "is_critical", "is_summary"))
)
_STATES = Question(
    lambda project: Task.objects.filter(project_id=project).values_list("pk", "number", "state")
)
A_DAY, AROUND = timedelta(days=1), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a bar is held against."""

    baseline: Baseline | None = None
    outlook: Outlook | None = None


def gantt(
    project: Project,
    rows: list[PlanRow],
    reader: Reader,
    *,
    today: date,
    editable: bool,
    beside: Beside = Beside(),  # noqa: B008 - frozen
) -> dict[str, Any]:
    """Everything the element needs, to be sent as JSON."""
    frame = frame_of(project)
    kept = kept_bars(beside.baseline, frame) if beside.baseline else {}
    outlook = beside.outlook
    likely = _likely_of_tasks(rows, outlook) if outlook else {}
    comes_back = repeating(project)
    drawn = zip(rows, bars(rows, editable=editable), strict=True)
    return {
        "tasks": [
            bar
            | {
                "baseline": kept.get(bar["id"]),
                "likely": likely.get(bar["id"]),
                "repeats": row.pk in comes_back,
            }
            for row, bar in drawn
        ],
        "finish": _finish(outlook.finish) if outlook else None,
        "links": links(project, rows),
        "promises": promised_days(project, reader),
        "holidays": [day.isoformat() for day in _days_off(frame, rows)],
        "workdays": [number for number, periods in enumerate(frame.week(frame.own), 1) if periods],
        "today": today.isoformat(),
        "status_date": None,
    }


def _finish(found: Confidence) -> dict[str, str | None]:
    """Between which moments half, and eight of ten, of the runs are done."""
    early, likely = found.between(EARLY, LIKELY)
    return {"early": _minute(early), "likely": _minute(likely)}


def _likely_of_tasks(
    rows: Iterable[PlanRow], outlook: Outlook
) -> dict[int, tuple[str | None, str | None]]:
    """The same for the open tasks of which it was kept, by their numbers."""
    found = {}
    for row in rows:
        if row.state != Task.State.DONE and (of := outlook.of_task(row.pk)):
            early, likely = of.between(EARLY, LIKELY)
            found[row.number] = (_minute(early), _minute(likely))
    return found


def _days_off(frame: Frame, rows: list[PlanRow]) -> Iterator[date]:
    """The days within the plan that its calendar takes off beyond the week."""
    starts = [row.start for row in rows if row.start]
    finishes = [row.finish for row in rows if row.finish]
    if not starts or not finishes:
        return
    day, last = min(starts).date() - AROUND, max(finishes).date() + AROUND
    days = frame.calendars.days(frame.own)
    while day <= last:
        if days.exceptional(day_number(day)) == ():
            yield day
        day += A_DAY


def bars(rows: Iterable[PlanRow], *, editable: bool) -> list[dict[str, Any]]:
    """One object a task, without its baseline; ids are the tasks' numbers in their project."""
    notes = {Turn.CLIENT: _("with the client"), Turn.THIRD_PARTY: _("with others")}
    return [_bar(row, notes, editable) for row in rows]


def _bar(row: PlanRow, notes: dict[Turn, str], editable: bool) -> dict[str, Any]:
    finished = row.state == Task.State.DONE
    return {
        "id": row.number,
        "name": row.name,
        "level": row.level,
        "start": _minute(row.start),
        "finish": _minute(row.finish),
        "critical": row.critical and not row.summary,
        "milestone": row.milestone,
        "summary": row.summary,
        "percent": row.percent,
        "who": row.who,
        "note": "" if finished else notes.get(row.turn, ""),  # type: ignore[call-overload]
        "editable": editable and not row.summary and not finished,
        "late": None if finished or row.summary or row.critical else _minute(row.late),
    }


def moved_bars(project: Project, rows: Mapping[int, Sequence[Any]]) -> dict[str, list[Any]]:
    """Where bars that are drawn already stand now, by the column: many tasks of a long plan.

    `rows` are those of the schedule that were written, by task.
    """
    minute = Minutes(ZoneInfo(project.workspace.time_zone))
    found: dict[str, list[Any]] = {name: [] for name in ("id", *MOVED)}
    for pk, number, state in _STATES(project.pk):
        if pk not in rows:
            continue
        start, finish, late, critical, summary = WHERE(rows[pk])
        found["id"].append(number)
        found["start"].append(minute[start])
        found["finish"].append(minute[finish])
        found["critical"].append(critical and not summary)
        has_room = not (summary or critical or state == Task.State.DONE)
        found["late"].append(minute[late] if has_room else None)
    return found


class Minutes(dict[Any, str]):
    """Local minutes as text, by the moment as it is stored; the same ones come again and again."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def __missing__(self, stored: Any) -> str:
        at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
        local = at.replace(tzinfo=UTC).astimezone(self._zone).replace(tzinfo=None)
        said = self[stored] = local.isoformat(timespec="minutes")
        return said


def links(project: Project, rows: Iterable[PlanRow]) -> list[dict[str, Any]]:
    """The links between the shown tasks; one is critical when both its ends are."""
    known = {row.pk: row for row in rows}
    found = Dependency.objects.filter(project=project)
    return [
        {
            "from": known[before].number,
            "to": known[after].number,
            "kind": kind,
            "critical": known[before].critical and known[after].critical,
        }
        for before, after, kind in found.values_list("predecessor_id", "successor_id", "kind")
        if before in known and after in known
    ]


def promised_days(project: Project, reader: Reader) -> list[dict[str, str]]:
    """Our open promises in this project, and when the plan expects their tasks to be done."""
    rows = Promise.objects.visible_to(reader).open().filter(project=project, side=Promise.Side.US)
    return [
        {
            "date": due.isoformat(),
            "label": what,
            "expected": localdate(expected).isoformat() if expected else "",
        }
        for due, what, expected in rows.values_list(
            "due_on", "what", "task__schedule__forecast_finish"
        ).order_by("due_on")
    ]


def _minute(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None
