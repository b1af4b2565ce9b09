"""What is looked ahead with: estimates, costs, risks, other ways, skills."""

from dataclasses import dataclass

from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary.work import A_DAY
from rapport.planning.operations import costs, risks, scenarios, timings
from rapport.planning.operations.risks import NOTHING, RiskFacts, Three
from rapport.planning.operations.scheduling import postponed
from rapport.planning.what_if import Edit
from rapport.portfolio.operations import ways
from rapport.portfolio.operations.ways import NewWay
from rapport.projects.operations import helping
from rapport.resourcing.models import Booking
from rapport.resourcing.operations import bookings, levels
from rapport.resourcing.operations.bookings import Wanted

CENTS = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """From which day to which, how many hours a week, of whom or of which role."""

    first: int
    last: int
    hours: int
    who: str = ""
    role: str = ""
    is_hard: bool = False


@dataclass(frozen=True, slots=True)
class Chance:
    """What may happen, how likely in percent, how many days more, how much more to pay."""

    what: str
    percent: int
    days: Three
    euros: Three = NOTHING


def estimate(stage: Stage, key: str, name: str, least: float, most: float) -> None:
    """So many days a task takes at least, and at most."""
    minutes = {"least_minutes": least * A_DAY, "most_minutes": most * A_DAY}
    with postponed():
        timings.estimate(stage.tasks[key, name], by=stage.staff["amara"], at=stage.at, **minutes)


def charge(stage: Stage, key: str, euros: int, *names: str) -> None:
    """What an hour of work on these tasks costs."""
    for name in names:
        task = stage.tasks[key, name]
        costs.charge(task, euros * CENTS, by=stage.staff["amara"], at=stage.at)


def spend(stage: Stage, key: str, name: str, euros: int, least: int, most: int) -> None:
    """What is spent on a task once, with its least and most."""
    amounts = {"likely": euros * CENTS, "least": least * CENTS, "most": most * CENTS}
    costs.spend(stage.tasks[key, name], by=stage.staff["amara"], at=stage.at, **amounts)


def may_happen(stage: Stage, key: str, chance: Chance, *touches: str) -> None:
    """A risk, and which tasks it would delay."""
    facts = RiskFacts(
        chance.what, chance.percent, frozenset(stage.tasks[key, name].pk for name in touches),
        _times(chance.days, A_DAY), _times(chance.euros, CENTS),
    )  # fmt: skip
    risks.note(stage.projects[key], facts, by=stage.staff["amara"], at=stage.at)


def otherwise(stage: Stage, key: str, name: str, way: NewWay) -> None:
    """Another way to do a task, with its price."""
    ways.note(stage.tasks[key, name], way, by=stage.staff["amara"], at=stage.at)


def help_with(stage: Stage, key: str, name: str, who: str, percent: int) -> None:
    """Somebody works on a task beside the one responsible."""
    task, amara = stage.tasks[key, name], stage.staff["amara"]
    with postponed():
        helping.put_on(task, stage.staff[who], percent, by=amara, at=stage.at)


def need(stage: Stage, key: str, skill: str, level: int, *names: str) -> None:
    """What whoever does these tasks must be able to do, and how well."""
    for name in names:
        task = stage.tasks[key, name]
        levels.ask(task, stage.skills[skill], level, by=stage.staff["amara"], at=stage.at)


def book(stage: Stage, key: str, what: str, kept: Kept) -> None:
    """Hours of somebody, or of a role nobody fills yet, are kept for a project."""
    wanted = Wanted(
        stage.projects[key], stage.day(kept.first), stage.day(kept.last), kept.hours * 60,
        member=stage.staff.get(kept.who), role=kept.role, what=what,
        firmness=Booking.Firmness.HARD if kept.is_hard else Booking.Firmness.SOFT,
    )  # fmt: skip
    bookings.book(wanted, by=stage.staff["amara"], at=stage.at)


def wonder(stage: Stage, key: str, what: str, *edits: Edit) -> None:
    """A what-if that nobody has decided on yet."""
    tried = scenarios.draft(stage.projects[key], what, by=stage.staff["amara"], at=stage.at)
    for edit in edits:
        scenarios.try_edit(tried, edit)


def _times(three: Three, unit: int) -> Three:
    least, likely, most = (None if one is None else one * unit for one in three)
    return least, likely, most
