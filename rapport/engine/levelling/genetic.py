"""A genetic search over the orders in which activities are placed.

Hartmann (1998), "A competitive genetic algorithm for resource-constrained project scheduling",
steady: every child is justified, noted as the order of its starts, and takes the place of the
worst. A population that finds nothing better any more is given up for a new one.

`kernel.c` says the same for speed; `tests/engine/levelling` holds the two together.
"""

from dataclasses import dataclass, field

from .direction import Directions
from .generation import NEVER
from .justification import improve
from .splitmix import SplitMix

TOURNAMENT = 2  # of so many the better becomes a parent
SWAPS = 50  # of a thousand neighbours in an order change places
PATIENCE = 20  # children without progress, times the size of the population

Order = list[int]


@dataclass(slots=True)
class Search:
    """A search that can be taken up again; `best` and `starts` are what it has found so far."""

    course: Directions
    rules: tuple[tuple[int, ...], ...]
    bound: int
    size: int
    seed: int
    made: int = 0
    best: int = NEVER
    starts: tuple[int, ...] = ()
    _idle: int = 0
    _members: list[Order] = field(default_factory=list)
    _values: list[int] = field(default_factory=list)
    _random: SplitMix = field(init=False)

    def __post_init__(self) -> None:
        self._random = SplitMix(self.seed)

    def run(self, until: int) -> None:
        """Go on until so many schedules are made in all, or the bound is met."""
        while self.made < until and self.best > self.bound:
            if len(self._members) < self.size:
                self._found()
            else:
                self._breed()

    def _found(self) -> None:
        rule = self.rules[len(self._members) % len(self.rules)]
        member, value = self._improved(self._sampled(rule))
        self._members.append(member)
        self._values.append(value)
        self._idle = 0

    def _breed(self) -> None:
        mother, father = self._pick(), self._pick()
        if mother == father:
            father = (mother + 1) % self.size
        child = self._crossed(self._members[mother], self._members[father])
        self._swap(child)
        self._keep(*self._improved(child))
        if self._idle > PATIENCE * self.size:
            self._members, self._values = [], []

    def _improved(self, order: Order) -> tuple[Order, int]:
        schedule, order, passes = improve(self.course, order, self.bound)
        self.made += passes
        if schedule.last < self.best:
            self.best, self.starts = schedule.last, tuple(schedule.start)
        return order, schedule.last

    def _sampled(self, rule: tuple[int, ...]) -> Order:
        """An order drawn at random, the urgent more likely first: by the square of the regret."""
        before, taken = self.course.forward.before, [False] * len(rule)
        order: Order = []
        while len(order) < len(rule):
            ready = [
                one
                for one, done in enumerate(taken)
                if not done and all(taken[earlier] for earlier, _ in before[one])
            ]
            worst = max(rule[one] for one in ready)
            regrets = [(worst - rule[one] + 1) ** 2 for one in ready]
            left, at = (self._random.draw() >> 1) % sum(regrets), 0
            while left >= regrets[at]:
                left -= regrets[at]
                at += 1
            order.append(ready[at])
            taken[ready[at]] = True
        return order

    def _pick(self) -> int:
        best = self._random.below(self.size)
        for _ in range(TOURNAMENT - 1):
            other = self._random.below(self.size)
            if self._values[other] < self._values[best]:
                best = other
        return best

    def _crossed(self, mother: Order, father: Order) -> Order:
        """The mother's order with a window in it that follows the father's."""
        length = len(mother) // 4 + self._random.below(len(mother) // 2)
        first = self._random.below(len(mother) - length + 1)
        child = mother[:first]
        taken = set(child)
        child += [one for one in father if one not in taken][:length]
        taken.update(child)
        return child + [one for one in mother if one not in taken]

    def _swap(self, order: Order) -> None:
        before = self.course.forward.before
        for at in range(len(order) - 1):
            if self._random.below(1000) < SWAPS:
                one, other = order[at], order[at + 1]
                if all(earlier != one for earlier, _ in before[other]):
                    order[at], order[at + 1] = other, one

    def _keep(self, child: Order, value: int) -> None:
        self._idle += 1
        worst = max(range(self.size), key=self._values.__getitem__)
        twins = (k for k, known in enumerate(self._values) if known == value)
        if value > self._values[worst] or any(self._members[k] == child for k in twins):
            return
        if value < self._values[worst]:
            self._idle = 0
        self._members[worst], self._values[worst] = child, value
