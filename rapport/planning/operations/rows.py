"""Write the schedule of a project in bulk: only the rows that differ, in one statement."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
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
UPSERT = (
    f"INSERT INTO {TABLE} ({NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "  # noqa: S608
    f"ON CONFLICT (task_id) DO UPDATE SET "
    + ", ".join(f'"{name}" = excluded."{name}"' for name in COLUMNS[3:])
)
DELETE = f"DELETE FROM {TABLE} WHERE task_id = %s"  # noqa: S608

Row = tuple[Any, ...]


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


def write(project: Project, rows: Iterable[Row]) -> tuple[list[int], list[int]]:
    """Make the stored rows those given. Returns the ids of changed and of moved tasks.

    A task is changed when anything about it differs, moved when it had dates and has others.
    """
    wanted = {row[0]: row for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(SELECT, [project.pk])
        known = {row[0]: row for row in cursor.fetchall()}
        changed = [pk for pk, row in wanted.items() if known.get(pk) != row]
        if changed:
            cursor.executemany(UPSERT, [wanted[pk] for pk in changed])
        gone = [(pk,) for pk in known if pk not in wanted]
        if gone:
            cursor.executemany(DELETE, gone)
    moved = [pk for pk in changed if pk in known and _dates(known[pk]) != _dates(wanted[pk])]
    return changed, moved


def _dates(row: Row) -> tuple[Any, Any]:
    return row[START], row[FINISH]
