"""Figures in words: what changed, and what a figure rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rapport.engine.service_figures import Share, Spread
from rapport.insights.queries.page import FEW, Service
from rapport.ui import words

AGE_NAMES = [
    _("under a day"), _("1 to 3 days"), _("3 to 7 days"), _("7 to 30 days"), _("over 30 days"),
]  # fmt: skip
LEVELS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page: what it says, on what it rests, what it was before, and the list
    behind it. `tone` says whether the change is for the better."""

    name: str
    said: str
    rests: str
    before: str
    tone: str
    which: str


def compared(made: Service) -> list[Figure]:
    """The first row of the page."""
    now, before = made.now, made.before
    return [
        Figure(
            gettext("Conversations begun"), _n(now.conversations), "",
            _n(before.conversations), "", "all",
        ),
        *_spreads(gettext("First reply"), now.first_reply, before.first_reply, "answered"),
        *_spreads(gettext("Resolution"), now.resolution, before.resolution, "resolved"),
        _share(gettext("One touch"), now.one_touch, before.one_touch, "one_touch", good=1),
        _share(gettext("Opened again"), now.reopened, before.reopened, "reopened", good=-1),
    ]  # fmt: skip


def _spreads(name: str, now: Spread, before: Spread, which: str) -> list[Figure]:
    rests = ngettext("%(n)s conversation", "%(n)s conversations", now.count) % {"n": _n(now.count)}
    ends = (
        (gettext("half within"), now.median, before.median),
        (gettext("90 % within"), now.p90, before.p90),
    )
    return [
        Figure(
            f"{name}, {end}", duration(value), few(now.count) or rests, duration(was),
            _tone(value, was, good=-1), which,
        )
        for end, value, was in ends
    ]  # fmt: skip


def _share(name: str, now: Share, before: Share, which: str, *, good: int) -> Figure:
    rests = gettext("%(part)s of %(whole)s closed") % {
        "part": _n(now.part), "whole": _n(now.whole),
    }  # fmt: skip
    if 0 < now.whole < FEW:
        return Figure(name, f"{now.part}/{now.whole}", few(now.whole), percent(before), "", which)
    tone = _tone(now.percent, before.percent, good=good)
    return Figure(name, percent(now), rests, percent(before), tone, which)


def few(count: int) -> str:
    """Said of a figure that rests on little; of nothing nothing need be said."""
    if count >= FEW or not count:
        return ""
    return ngettext("only %(n)s case", "only %(n)s cases", count) % {"n": count}


def percent(share: Share) -> str:
    """Or a dash, of nothing."""
    return "–" if share.percent is None else f"{share.percent} %"


def duration(minutes: int | None) -> str:
    """Working time, or a dash."""
    return "–" if minutes is None else words.working_duration(minutes)


def _tone(value: int | None, was: int | None, *, good: int) -> str:
    """A tenth better or worse than before is worth a colour."""
    if value is None or was is None or abs(value - was) <= max(1, was // 10):
        return ""
    return "good" if (value > was) == (good > 0) else "bad"


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of a weekday: how many, and how dark, from 0 to 5."""

    hour: int
    count: int
    level: int


def cells(grid: Sequence[Sequence[int]]) -> list[list[Cell]]:
    """Dark beside the busiest hour."""
    most = max((n for row in grid for n in row), default=0)
    return [
        [Cell(hour, n, -(-LEVELS * n // most) if most else 0) for hour, n in enumerate(row)]
        for row in grid
    ]


def days_of_week() -> list[tuple[int, str]]:
    """Number and name, Monday first."""
    return [(n + 1, str(name)) for n, name in WEEKDAYS.items()]


def _n(number: int) -> str:
    """Grouped; none is a zero."""
    return words.counted(number) or "0"
