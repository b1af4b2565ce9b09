"""Tell the story: found the studio, play every client's script in the order of time."""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from rapport.demo.story import (
    ahead,
    chatting,
    everyday,
    halden,
    kestrel,
    northwind,
    orchard,
    timesheets,
    together,
)
from rapport.demo.story.calendar import StoryCalendar
from rapport.demo.story.people import found_studio
from rapport.demo.story.stage import Stage
from rapport.insights.operations import counting, rhythms
from rapport.notifications.models import Notification
from rapport.notifications.operations import weighing
from rapport.planning.operations import scheduling
from rapport.projects.models import Project
from rapport.search.operations import index
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

SEED = 20
ZONE = ZoneInfo("Europe/Berlin")
# News older than this has been read by now.
READ_BEFORE_DAYS = -2

Script = Callable[[Stage], Iterator[datetime]]
SCRIPTS: tuple[Script, ...] = (
    northwind.script,
    kestrel.script,
    halden.script,
    orchard.script,
    together.script,
    ahead.script,
    timesheets.script,
    everyday.script,
    everyday.promises,
    chatting.script,
)


def tell(*, seed: int, today: date) -> Workspace:
    """Make the demo workspace; the same for the same seed and day, but for secrets."""
    calendar = StoryCalendar(today, ZONE)
    stage = found_studio(calendar, Random(seed))  # noqa: S311 - a story, not a secret
    with open_workspace(stage.workspace.pk):
        play(stage)
        stage.at = now()
        stage.settle()
        for project in Project.objects.active().select_related("workspace"):
            # What the scripts left undone goes on from today.
            scheduling.reschedule(project, at=stage.at)
        index.catch_up(at=stage.at)
        read_before = calendar.at(READ_BEFORE_DAYS, "18:00")
        Notification.objects.filter(last_at__lt=read_before).update(read_at=read_before)
        _weigh_the_news()
        counting.recount_all(stage.workspace)
        rhythms.count(stage.workspace, at=stage.at)
        stage.settle()
    return stage.workspace


def _weigh_the_news() -> None:
    """As it would have been weighed when it came."""
    moments = Notification.objects.all().unweighed().order_by("last_at").values_list("last_at")
    for (moment,) in moments.distinct():
        weighing.weigh_new(at=moment)


def play(stage: Stage) -> None:
    """Let the script whose next moment is earliest go on, until all have ended."""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    for turn, script in enumerate(SCRIPTS):
        _wait(waiting, turn, script(stage))
    while waiting:
        stage.at, turn, script_so_far = heapq.heappop(waiting)
        _wait(waiting, turn, script_so_far)


def _wait(
    waiting: list[tuple[datetime, int, Iterator[datetime]]], turn: int, script: Iterator[datetime]
) -> None:
    moment = next(script, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, turn, script))
