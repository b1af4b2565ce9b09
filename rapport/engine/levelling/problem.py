"""The question of levelling as plain values: activities, precedences, resources.

Time is whole slots from 0 on; what a slot is (an hour, a quarter of one) is the caller's choice.
Activities and resources are named by their place in the tuples of the problem.
"""

from dataclasses import dataclass


class Infeasible(ValueError):
    """No answer keeps every rule; the message is a sentence that says which cannot be kept."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of doing an activity: slots of work, and what it needs of every resource.

    `demand` is held of each renewable resource while the work goes on, `consumes` is taken from
    each stock once. Both are as long as the problem's tuples, or empty for none.
    """

    duration: int
    demand: tuple[int, ...] = ()
    consumes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """Work that is done once it is begun, in one of its modes, no earlier than `release`.

    With a `calendar` (a place in the problem's calendars) its slots of work are those the
    calendar works, and between them it holds its resources without using them.
    """

    modes: tuple[Mode, ...]
    release: int = 0
    calendar: int | None = None


@dataclass(frozen=True, slots=True)
class Precedence:
    """`after` begins at least `lag` slots after the finish of `before`; it may be negative.

    A greatest lag is the same rule turned round: a negative lag from the later to the earlier.
    """

    before: int
    after: int
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """`part` is done with `leader`, by others in their own time: it begins in the first slot from
    the start of `leader` on that `calendar` works (None: in that very slot), and its own calendar
    must work there too. It waits for nothing itself; what waits for it waits for `leader` as well.
    The two need different resources.

    Only `stable` keeps this rule; for all else the two are activities like any others, by which
    bounds still hold.
    """

    leader: int
    part: int
    calendar: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """So many at a time; in each of `absences` (from, to, capacity) another number."""

    capacity: int
    absences: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything an answer depends on. A calendar is its working periods (from, to), ascending."""

    activities: tuple[Activity, ...]
    precedences: tuple[Precedence, ...] = ()
    resources: tuple[Resource, ...] = ()
    stocks: tuple[int, ...] = ()
    calendars: tuple[tuple[tuple[int, int], ...], ...] = ()
    together: tuple[Together, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Starts and modes, activity by activity; the last finish; and how good that is.

    No answer can finish before `bound`; when both are equal this one is proved best.
    """

    starts: tuple[int, ...]
    modes: tuple[int, ...]
    makespan: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether no better answer exists."""
        return self.makespan <= self.bound
