"""What a template knows of its tasks beside the plan, in words, and of what may happen."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.planning.models import Risk
from rapport.planning.operations.risks import RiskFacts
from rapport.planning.queries.risks import ShownRisk
from rapport.planning.shape import Shape, ShapeTask
from rapport.ui import money
from rapport.ui.words import working_duration


def who(task: ShapeTask) -> str:
    """Who is to do it, and who helps with which share of their time: "Designer · Tester 50%"."""
    helpers = (f"{role} {percent}%" for role, percent in task.helpers.items())
    return " · ".join(filter(None, (task.role, *helpers)))


def beside(task: ShapeTask, currency: str) -> str:
    """All else that is kept of it, in one line; empty where that is nothing."""
    return " · ".join((*_lengths(task), *_counted(task), *_costs(task, currency)))


def risks(shape: Shape) -> list[ShownRisk]:
    """What may happen, as the page of a project's risks shows it."""
    return [
        ShownRisk(
            Risk(**RiskFacts(one.name, one.percent, delay=one.delay, cost=one.cost).fields()),
            [shape.tasks[place].name for place in one.tasks],
            None,
        )
        for one in shape.risks
    ]


def _lengths(task: ShapeTask) -> Iterator[str]:
    if task.least is not None:
        yield _("at least %(time)s") % {"time": working_duration(task.least)}
    if task.most is not None:
        yield _("at most %(time)s") % {"time": working_duration(task.most)}


def _counted(task: ShapeTask) -> Iterator[str]:
    if n := len(task.pauses):
        yield ngettext("%(n)d pause", "%(n)d pauses", n) % {"n": n}
    if n := len(task.skills):
        yield ngettext("asks for %(n)d skill", "asks for %(n)d skills", n) % {"n": n}
    if n := len(task.ways):
        yield ngettext("%(n)d other way", "%(n)d other ways", n) % {"n": n}


def _costs(task: ShapeTask, currency: str) -> Iterator[str]:
    if (likely := task.cost.get("likely")) is not None:
        yield _("costs %(amount)s") % {"amount": money.said(likely, currency)}
    if (hourly := task.cost.get("hourly")) is not None:
        yield _("%(amount)s an hour") % {"amount": money.said(hourly, currency)}
