"""What the page of a task says of its coming back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.planning.models import Occurrence, TaskSeries
from rapport.planning.queries.series import has_begun, untouched
from rapport.planning.wording import comes_back
from rapport.projects.models import Task
from rapport.ui.words import exact


@dataclass(frozen=True, slots=True)
class ComingBack:
    """The series that a task makes, or is a part of; `said` is its rule in words."""

    series: TaskSeries | None
    part: Occurrence | None
    said: str
    is_by_hand: bool
    may_begin: bool


def coming_back(task: Task, *, has_parts: bool) -> ComingBack:
    """Of one task, in at most six queries."""
    part = part_of(task)
    series = part.series if part else TaskSeries.objects.filter(summary=task).first()
    by_hand = part is not None and not has_begun(task) and part.pk not in _as_made(part)
    may_begin = series is None and not (has_parts or has_begun(task))
    return ComingBack(series, part, _said(series) if series else "", by_hand, may_begin)


def part_of(task: Task) -> Occurrence | None:
    """Which time of a series it is; none where it went to another project."""
    rows = Occurrence.objects.filter(task=task, series__summary__project=task.project_id)
    part: Occurrence | None = rows.select_related("series__summary__project__workspace").first()
    if part is not None:
        part.task = task
    return part


def _as_made(part: Occurrence) -> frozenset[int]:
    return untouched(part.series, [part])


def _said(series: TaskSeries) -> str:
    said = comes_back(series.recurrence)
    if series.times is not None:
        often = ngettext("%(rule)s, %(n)d time", "%(rule)s, %(n)d times", series.times)
        said = often % {"rule": said, "n": series.times}
    if series.until is None:
        return said
    return _("%(rule)s, until %(day)s") % {"rule": said, "day": exact(series.until)}
