"""Write the schedule of a project in bulk: only the rows that differ, in one statement."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from rapport.engine.plan import ScheduledTask
from rapport.planning.models import ScheduleRow
from rapport.projects.models import Project

COLUMNS = (
    "task_id", "project_id", "workspace_id", "wbs", "start", "finish", "early_start",
    "early_finish", "late_start", "late_finish", "total_slack", "free_slack", "is_critical",
    "is_summary", "driver_id", "reason", "forecast_finish",
)  # fmt: skip
START, FINISH = COLUMNS.index("start"), COLUMNS.index("finish")
NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
TABLE = ScheduleRow._meta.db_table
SELECT = f"SELECT {NAMES} FROM {TABLE} WHERE project_id = %s"  # noqa: S608 - constants
SINCE = f'{SELECT} AND ("round" > %s OR task_id IN ({{some}}))'
UPSERT = (
    f'INSERT INTO {TABLE} ({NAMES}, "round") '  # noqa: S608
    f"VALUES ({', '.join(['%s'] * (len(COLUMNS) + 1))}) ON CONFLICT (task_id) DO UPDATE SET "
    + ", ".join(f'"{name}" = excluded."{name}"' for name in (*COLUMNS[3:], "round"))
)
# Where the plan's end moves, every task has another slack and nothing else: no index knows of it.
# Where tasks move along for the same reasons as before, no foreign key has to be looked up.
ROOM = (
    "late_start", "late_finish", "total_slack", "free_slack", "is_critical", "forecast_finish",
)  # fmt: skip
DATED = ("start", "finish", "early_start", "early_finish", *ROOM)
DELETE = f"DELETE FROM {TABLE} WHERE task_id = %s"  # noqa: S608

Row = tuple[Any, ...]


class Narrow:
    """Writes some columns of rows of which the others stay what they are."""

    def __init__(self, *names: str) -> None:
        settings = ", ".join(f'"{name}" = %s' for name in (*names, "round"))
        self.statement = f"UPDATE {TABLE} SET {settings} WHERE task_id = %s"  # noqa: S608
        self.values = itemgetter(*(COLUMNS.index(name) for name in names))
        self._others = itemgetter(*(at for at, name in enumerate(COLUMNS) if name not in names))

    def fits(self, known: Row | None, row: Row) -> bool:
        """Whether these columns are enough."""
        return known is not None and bool(self._others(known) == self._others(row))


NARROW = (Narrow(*ROOM), Narrow(*DATED))


class Written(NamedTuple):
    """The ids of the tasks of which anything differed, and of those that had other dates."""

    changed: list[int]
    moved: list[int]


class Moments:
    """Local times of a zone as the database keeps moments. The same few come again and again."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[datetime, Any] = {}

    def stored(self, local: datetime) -> Any:
        """The value to write, which equals the value to be read."""
        found = self._known.get(local)
        if found is None:
            moment = local.replace(tzinfo=self._zone, microsecond=0).astimezone(UTC)
            # SQLite keeps moments without a zone, and gives them back so.
            aware = connection.features.supports_timezones
            found = moment if aware else moment.replace(tzinfo=None)
            self._known[local] = found
        return found


def row_of(
    project: Project, wbs: str, task: ScheduledTask, expected: datetime, moments: Moments
) -> Row:
    """One row in the order of the columns."""
    at = moments.stored
    return (
        int(task.uid), project.pk, project.workspace_id, wbs[:60],
        at(task.start), at(task.finish), at(task.early_start), at(task.early_finish),
        at(task.late_start), at(task.late_finish), round(task.total_slack),
        round(task.free_slack), task.critical, task.summary,
        int(task.driver) if task.driver else None, task.reason, at(expected),
    )  # fmt: skip


def write(project: Project, rows: Iterable[Row], *, turn: int = 0) -> Written:
    """Make the stored rows those given, in the round `turn`."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT, [project.pk])
        known = {row[0]: row for row in cursor.fetchall()}
        listed = list(rows)
        written = write_over(known, listed, turn=turn)
        gone = [(pk,) for pk in known.keys() - {row[0] for row in listed}]
        if gone:
            cursor.executemany(DELETE, gone)
    return written


def write_over(known: Mapping[int, Row], rows: Iterable[Row], *, turn: int) -> Written:
    """Write those of the rows that differ from the stored ones, which are known."""
    differing = [row for row in rows if known.get(row[0]) != row]
    rest = differing
    with connection.cursor() as cursor:
        for narrow in NARROW:
            some = {row[0] for row in rest if narrow.fits(known.get(row[0]), row)}
            if some:
                values = [(*narrow.values(row), turn, row[0]) for row in rest if row[0] in some]
                cursor.executemany(narrow.statement, values)
                rest = [row for row in rest if row[0] not in some]
        if rest:
            cursor.executemany(UPSERT, [(*row, turn) for row in rest])
    moved = [
        row[0] for row in differing if row[0] in known and _dates(known[row[0]]) != _dates(row)
    ]
    return Written([row[0] for row in differing], moved)


def written_since(project: Project, turn: int, tasks: Collection[int]) -> dict[int, Row]:
    """The stored rows that are younger than a round, and those of some tasks."""
    some = ", ".join(["%s"] * len(tasks)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(SINCE.format(some=some), [project.pk, turn, *tasks])
        return {row[0]: row for row in cursor.fetchall()}


def _dates(row: Row) -> tuple[Any, Any]:
    return row[START], row[FINISH]
