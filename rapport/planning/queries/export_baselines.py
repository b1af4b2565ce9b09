"""The baselines of a project as a plan file holds them."""

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from rapport.integrations.planfiles.mspdi_baselines import MOST
from rapport.integrations.planfiles.records import PlanBaseline, PlanBaselineTask
from rapport.planning.models import Baseline
from rapport.planning.queries.baselines import baselines_of
from rapport.planning.queries.kept_rows import KeptRow, kept_rows
from rapport.projects.models import Project


def baselines_for_file(
    project: Project, uids: Mapping[int, str]
) -> tuple[tuple[PlanBaseline, ...], int]:
    """The newest ones by their numbers, of the tasks with these uids by task number, and which of
    them the plan is compared with: the newest of all."""
    newest = list(baselines_of(project)[:MOST])
    numbers, kept = _numbered(newest), kept_rows(newest)
    zone = ZoneInfo(project.workspace.time_zone)
    found = (
        PlanBaseline(number, dict(_tasks(kept[pk], uids, zone))) for pk, number in numbers.items()
    )
    said = sorted((one for one in found if one.tasks), key=lambda one: one.number)
    return tuple(said), next(iter(numbers.values()), 0)


def _numbered(newest: Sequence[Baseline]) -> dict[int, int]:
    """The number of each in the file by its id, the newest first: the one it came with, else 0 for
    the newest and for others the least that is free."""
    numbers: dict[int, int] = {}
    for place, baseline in enumerate(newest):
        number = baseline.file_number if place or baseline.file_number is not None else 0
        if number is not None and number not in numbers.values():
            numbers[baseline.pk] = number
    free = iter(sorted(set(range(MOST)) - set(numbers.values())))
    return {one.pk: numbers[one.pk] if one.pk in numbers else next(free) for one in newest}


def _tasks(
    rows: Sequence[KeptRow], uids: Mapping[int, str], zone: ZoneInfo
) -> Iterator[tuple[str, PlanBaselineTask]]:
    for row in rows:
        if row.task_number in uids:
            start, finish = (
                at.astimezone(zone).replace(tzinfo=None) for at in (row.start, row.finish)
            )
            task = PlanBaselineTask(start, finish, row.duration_minutes, row.work_minutes)
            yield uids[row.task_number], task
