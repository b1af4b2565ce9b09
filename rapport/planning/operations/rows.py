"""Write the schedule of a project in bulk: only the rows that differ, in one statement."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from numpy.typing import NDArray

from rapport.engine import ticks
from rapport.engine.critical_path.results import within_reach
from rapport.engine.plan import ScheduledTask
from rapport.lib.cursors import long_cursor
from rapport.planning.models import ScheduleRow
from rapport.planning.models.schedule import COLUMNS
from rapport.projects.models import Project

START, FINISH = COLUMNS.index("start"), COLUMNS.index("finish")
NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
TABLE = ScheduleRow._meta.db_table
INSERT = f'INSERT INTO {TABLE} ({NAMES}, "round")'
OVER = "ON CONFLICT (task_id) DO UPDATE SET " + ", ".join(
    f'"{name}" = excluded."{name}"' for name in (*COLUMNS[3:], "round")
)
UPSERT = f"{INSERT} VALUES ({', '.join(['%s'] * (len(COLUMNS) + 1))}) {OVER}"
# What stands for a value in an array of many; the rest are moments, as seconds since 1970, which
# PostgreSQL reads three times as fast as dates.
TYPES = {
    "task_id": "bigint", "project_id": "bigint", "workspace_id": "bigint", "driver_id": "bigint",
    "wbs": "text", "reason": "text", "total_slack": "int", "free_slack": "int", "round": "int",
    "is_critical": "bool", "is_summary": "bool",
}  # fmt: skip


def _arrays(names: Sequence[str]) -> str:
    """Columns given as arrays, for PostgreSQL."""
    kinds = [TYPES.get(name, "bigint") for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    return f"unnest({', '.join(f'%s::{kind}[]' for kind in kinds)}) AS new({listed})"


def _given(name: str) -> str:
    """A value out of these columns, as the table keeps it."""
    return f'new."{name}"' if name in TYPES else f'to_timestamp(new."{name}")'


UPSERT_AT_ONCE = (
    f"{INSERT} SELECT {', '.join(map(_given, (*COLUMNS, 'round')))} "  # noqa: S608
    f"FROM {_arrays((*COLUMNS, 'round'))} {OVER}"
)
# Where the plan's end moves, every task has another slack and nothing else: no index knows of it.
# Where tasks move along for the same reasons as before, no foreign key has to be looked up.
ROOM = (
    "late_start", "late_finish", "total_slack", "free_slack", "is_critical", "forecast_finish",
)  # fmt: skip
DATED = ("start", "finish", "early_start", "early_finish", *ROOM)
DELETE = f"DELETE FROM {TABLE} WHERE task_id = %s"  # noqa: S608

Row = tuple[Any, ...]


class Written(NamedTuple):
    """The rows of which anything differed, and the ids of the tasks that had other dates."""

    rows: list[Row]
    moved: list[int]


class Narrow:
    """Writes some columns of rows of which the others stay what they are."""

    def __init__(self, *names: str) -> None:
        written = (*names, "round")
        settings = ", ".join(f'"{name}" = %s' for name in written)
        self.statement = f"UPDATE {TABLE} SET {settings} WHERE task_id = %s"  # noqa: S608
        settings = ", ".join(f'"{name}" = {_given(name)}' for name in written)
        self.at_once = (
            f"UPDATE {TABLE} AS old SET {settings} FROM {_arrays((*written, 'task_id'))} "  # noqa: S608
            f"WHERE old.task_id = new.task_id"
        )
        self.values = itemgetter(*(COLUMNS.index(name) for name in names))
        self._others = itemgetter(*(at for at, name in enumerate(COLUMNS) if name not in names))

    def fits(self, known: Row | None, row: Row) -> bool:
        """Whether these columns are enough."""
        return known is not None and bool(self._others(known) == self._others(row))


NARROW = (Narrow(*ROOM), Narrow(*DATED))
IN_ROOM, IN_DATES, WHOLE = range(3)


class Change(NamedTuple):
    """A row to write, how much of it, and whether the task has other dates than before."""

    row: Row
    width: int
    moved: bool


class Moments(dict[int, Any]):
    """Moments as the database keeps them, by the engine's tick in a zone, so that what is to be
    written equals what is read. The same few come again and again."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        # SQLite keeps moments as text without a zone; `_select` leaves them so.
        self._is_text = connection.vendor == "sqlite"

    def __missing__(self, tick: int) -> Any:
        local = ticks.to_datetime(tick).replace(tzinfo=self._zone)
        moment = local.astimezone(UTC)
        stored = moment.replace(tzinfo=None).isoformat(" ") if self._is_text else moment
        self[tick] = stored
        return stored

    def column(self, found: NDArray[Any]) -> list[Any]:
        """A whole column of ticks. Raises `PlanError` for a year that cannot be written."""
        return list(map(self.__getitem__, within_reach(found).tolist()))

    def stored(self, local: datetime) -> Any:
        """One local time."""
        return self[ticks.from_datetime(local)]


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


def rows_of(
    project: Project, wbs: Mapping[str, str], columns: Sequence[list[Any]]
) -> Iterator[Row]:
    """The same for many tasks, given as the columns of `ScheduledTask` and the expected finish,
    moments as they are stored."""
    uids, *placed, total, free, critical, summary, driver, reason, expected = columns
    return zip(
        map(int, uids), repeat(project.pk), repeat(project.workspace_id),
        [wbs[uid][:60] for uid in uids],
        *placed, map(round, total), map(round, free), critical, summary,
        [int(uid) if uid else None for uid in driver], reason, expected,
        strict=False,
    )  # fmt: skip


def write(project: Project, rows: Iterable[Row], *, turn: int = 0) -> Written:
    """Make the stored rows those given, in the round `turn`."""
    with connection.cursor() as cursor:
        cursor.execute(_select(connection.vendor), [project.pk])
        known = {row[0]: row for row in cursor.fetchall()}
        listed = list(rows)
        written = write_over(known, listed, turn=turn)
        gone = [(pk,) for pk in known.keys() - {row[0] for row in listed}]
        if gone:
            cursor.executemany(DELETE, gone)
    return written


def write_over(known: Mapping[int, Row], rows: Iterable[Row], *, turn: int) -> Written:
    """Write those of the rows that differ from the stored ones, which are known."""
    return put(filter(None, (change_of(known.get(row[0]), row) for row in rows)), turn=turn)


def change_of(known: Row | None, row: Row) -> Change | None:
    """What has to be written of a row; nothing where it is stored so."""
    if known == row:
        return None
    width = next((n for n, narrow in enumerate(NARROW) if narrow.fits(known, row)), WHOLE)
    return Change(row, width, known is not None and _dates(known) != _dates(row))


def put(changes: Iterable[Change], *, turn: int) -> Written:
    """Write changes: of each only the columns that may differ."""
    listed = list(changes)
    for width, narrow in enumerate(NARROW):
        some = [change.row for change in listed if change.width == width]
        if some:
            values = [(*narrow.values(row), turn, row[0]) for row in some]
            _write_all(values, narrow.statement, narrow.at_once)
    whole = [(*change.row, turn) for change in listed if change.width == WHOLE]
    if whole:
        _write_all(whole, UPSERT, UPSERT_AT_ONCE)
    moved = [change.row[0] for change in listed if change.moved]
    return Written([change.row for change in listed], moved)


def _write_all(rows: Sequence[Row], each: str, at_once: str) -> None:
    """One statement a row where the database is in this process, else one for all of them."""
    if connection.vendor == "postgresql":
        said = Said()
        with long_cursor() as cursor:
            cursor.execute(at_once, [said.array(column) for column in zip(*rows, strict=True)])
    else:
        with connection.cursor() as cursor:
            cursor.executemany(each, rows)


class Said(dict[Any, str]):
    """Values as PostgreSQL reads them in an array, which the driver takes ten times as long to
    write: most moments, amounts and ids come again and again."""

    def __missing__(self, value: Any) -> str:
        said = self[value] = self._said(value)
        return said

    @staticmethod
    def _said(value: Any) -> str:
        if value is None:
            return "NULL"
        if isinstance(value, datetime):
            return str(int(value.timestamp()))  # the engine knows no fractions of a second
        return str(int(value))  # True is 1, here as in a dict

    def array(self, column: Sequence[Any]) -> Any:
        """A column as one text, but for words, which the driver quotes."""
        if isinstance(column[0], str):
            return list(column)
        return f"{{{','.join(map(self.__getitem__, column))}}}"


@cache
def _select(vendor: str) -> str:
    """The rows of a project as they are stored: what the driver would make of each moment of
    10,000 rows costs more than all the rest."""
    plain = {*DATED, "late_start", "late_finish"} - {"total_slack", "free_slack", "is_critical"}
    names = (
        f"\"{name}\" || ''" if vendor == "sqlite" and name in plain else f'"{name}"'
        for name in COLUMNS
    )
    return f"SELECT {', '.join(names)} FROM {TABLE} WHERE project_id = %s"  # noqa: S608


def written_since(project: Project, turn: int, tasks: Collection[int]) -> dict[int, Row]:
    """The stored rows that are younger than a round, and those of some tasks."""
    some = ", ".join(["%s"] * len(tasks)) or "NULL"
    with connection.cursor() as cursor:
        since = f'{_select(connection.vendor)} AND ("round" > %s OR task_id IN ({some}))'
        cursor.execute(since, [project.pk, turn, *tasks])
        return {row[0]: row for row in cursor.fetchall()}


def _dates(row: Row) -> tuple[Any, Any]:
    return row[START], row[FINISH]
