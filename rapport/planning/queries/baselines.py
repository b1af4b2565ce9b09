"""The baselines of a project, and which of them the Gantt shows."""

from datetime import datetime
from functools import cache

from rapport.lib.keys import key_of
from rapport.planning.models import Baseline, BaselineRow
from rapport.planning.models.baseline import BaselineQuerySet
from rapport.planning.queries.frame import Frame
from rapport.projects.models import Project

IN_MENU = 6
NO_BASELINE = "none"


def baselines_of(project: Project) -> BaselineQuerySet:
    """The live baselines of a project, the newest first."""
    rows: BaselineQuerySet = Baseline.objects.live().filter(project=project).newest_first()
    return rows


def chosen(project: Project, listed: list[Baseline], asked: str) -> Baseline | None:
    """The baseline that an address asks for by its number: the newest unless it names another."""
    if asked == NO_BASELINE:
        return None
    number = key_of(asked)
    if number and all(one.number != number for one in listed):
        return baselines_of(project).filter(number=number).first()
    return next((one for one in listed if number in (0, one.number)), None)


def kept_bars(baseline: Baseline, frame: Frame) -> dict[int, list[str]]:
    """[start, finish] of each task by its number, local minutes as the Gantt reads them."""
    rows = BaselineRow.objects.filter(baseline=baseline)

    @cache  # the same few moments come again and again
    def minute(at: datetime) -> str:
        return at.astimezone(frame.zone).replace(tzinfo=None).isoformat(timespec="minutes")

    return {
        number: [minute(start), minute(finish)]
        for number, start, finish in rows.values_list("task_number", "start", "finish")
    }
