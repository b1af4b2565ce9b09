"""Keep the baselines that a plan file brings: as it has them, taken by nobody here, none twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.events.actor import SYSTEM
from rapport.integrations.planfiles.records import PlanBaseline, PlanBaselineTask, PlanFile
from rapport.planning.models import Baseline
from rapport.planning.models.baseline import LONGEST_NAME
from rapport.planning.operations import baselines
from rapport.planning.queries.frame import Frame, frame_of
from rapport.planning.queries.kept_rows import KeptRow, kept_rows
from rapport.projects.models import Project, Task
from rapport.ui.words import beginning

MOST_MINUTES = 2**31 - 1  # what a column holds


@transaction.atomic
def take_in(
    project: Project, file: PlanFile, name: str, ids: Mapping[str, int], *, at: datetime
) -> int:
    """Keep the baselines of the file that are not kept yet, also not in the bin; `ids` are its
    tasks by uid. Returns how many these were. The one it compares with becomes the newest."""
    if not file.baselines:
        return 0
    numbers = dict(Task.objects.filter(project=project).values_list("pk", "number"))
    by_uid = {uid: numbers[pk] for uid, pk in ids.items()}
    there = _There(project, set(by_uid.values()))
    reading, taken = _Reading(frame_of(project), by_uid), 0
    for baseline in sorted(file.baselines, key=lambda one: _order(one, file), reverse=True):
        rows = sorted(reading.rows(baseline))
        if rows and not there.has(rows):
            made = baselines.keep(project, _name(baseline, name), rows, by=SYSTEM, at=at)
            if not baseline.name:
                Baseline.objects.filter(pk=made.pk).update(file_number=baseline.number)
            taken += 1
    return taken


def _order(baseline: PlanBaseline, file: PlanFile) -> tuple[bool, int]:
    return baseline.number != file.compared_with, baseline.number


def _name(baseline: PlanBaseline, file: str) -> str:
    """What the file calls it, or as Microsoft Project does, which does not number the first."""
    if baseline.name:
        return beginning(baseline.name, LONGEST_NAME)
    said = _("Baseline %(n)d of %(file)s") if baseline.number else _("Baseline of %(file)s")
    return beginning(said % {"n": baseline.number, "file": file}, LONGEST_NAME)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the tasks of a file's baseline as rows of one here."""

    frame: Frame
    numbers: Mapping[str, int]

    def rows(self, baseline: PlanBaseline) -> Iterator[KeptRow]:
        """Those of tasks that came in. How much of them was done, files do not say."""
        for uid, task in baseline.tasks.items():
            length = self._length(task)
            if uid in self.numbers and length <= MOST_MINUTES:
                start, finish = (self._moment(at) for at in (task.start, task.finish))
                yield KeptRow(self.numbers[uid], start, finish, length, _work(task), 0)

    def _moment(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.frame.zone, microsecond=0).astimezone(UTC)

    def _length(self, task: PlanBaselineTask) -> int:
        if task.duration_minutes is None or task.elapsed:
            return round(self.frame.calendar().minutes_between(task.start, task.finish))
        return max(0, round(task.duration_minutes))


def _work(task: PlanBaselineTask) -> int | None:
    if task.work_minutes is None:
        return None
    return min(max(0, round(task.work_minutes)), MOST_MINUTES)


class _There:
    """The baselines a project has, as far as they speak of the tasks of a file; each stands for
    one baseline of the file."""

    def __init__(self, project: Project, numbers: set[int]) -> None:
        listed = list(Baseline.objects.filter(project=project))
        self._kept = [
            [_plain(row) for row in rows if row.task_number in numbers]
            for rows in kept_rows(listed).values()
        ]

    def has(self, rows: list[KeptRow]) -> bool:
        """Whether one is the same, which is spent by asking."""
        wanted = [_plain(row) for row in rows]
        if wanted not in self._kept:
            return False
        self._kept.remove(wanted)
        return True


def _plain(row: KeptRow) -> KeptRow:
    return row._replace(percent=0)
