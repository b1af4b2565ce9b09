"""A genetic search over the orders in which activities are placed.

Hartmann (1998), "A competitive genetic algorithm for resource-constrained project scheduling",
with justified children, each noted as the order of its starts. So that the population stays
various, a child takes the place of no other than the parent it resembles more, if it is no worse:
Mahfoud (1995), deterministic crowding. A population that finds nothing better any more is given
up for a new one.

`kernel.c` says the same for speed; `tests/engine/levelling` holds the two together.
"""

from dataclasses import dataclass, field

from .direction import Directions
from .generation import NEVER
from .justification import improve
from .splitmix import SplitMix

TOURNAMENT = 3  # of so many the best becomes a parent
UNREST = 600  # so many moves in a child's order, by the number of activities, at the most
PATIENCE = 20  # children without progress, times the size of the population
NEARLY = 1  # a child so much worse than both parents is still worth improving

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
        one, other = self._pick(), self._pick()
        if other == one:
            other = (one + 1) % self.size
        mother, father = self._members[one], self._members[other]
        child = self._crossed(mother, father)
        self._move(child)
        child, value = self._improved(child, max(self._values[one], self._values[other]) + NEARLY)
        old = one if distance(child, mother) < distance(child, father) else other
        self._idle += 1
        if value <= self._values[old] and not self._known(child, value):
            if value < self._values[old]:
                self._idle = 0
            self._members[old], self._values[old] = child, value
        if self._idle > PATIENCE * self.size:
            self._members, self._values = [], []

    def _known(self, child: Order, value: int) -> bool:
        return any(
            value == known and child == member
            for member, known in zip(self._members, self._values, strict=True)
        )

    def _improved(self, order: Order, worst: int = NEVER) -> tuple[Order, int]:
        schedule, order, passes = improve(self.course, order, bound=self.bound, worst=worst)
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

    def _move(self, order: Order) -> None:
        """Move activities, each to anywhere between its predecessors and successors.

        Many of a small plan, which is soon searched through, few of a large one.
        """
        before = self.course.forward.before
        most = min(UNREST // len(order), len(order))
        for _ in range(self._random.below(most + 2)):
            low = high = at = self._random.below(len(order))
            one = order[at]
            earlier = {other for other, _ in before[one]}
            while low > 0 and order[low - 1] not in earlier:
                low -= 1
            while high + 1 < len(order) and all(
                other != one for other, _ in before[order[high + 1]]
            ):
                high += 1
            del order[at]
            order.insert(low + self._random.below(high - low + 1), one)


def distance(one: Order, other: Order) -> int:
    """By how many places activities stand apart in two orders, in all."""
    place = {activity: at for at, activity in enumerate(one)}
    return sum(abs(place[activity] - at) for at, activity in enumerate(other))
