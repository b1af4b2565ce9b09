"""What would buy three days: which shortened task moves the promised date, at which price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from rapport.engine import ticks
from rapport.engine.simulation.compiling import compiled
from rapport.engine.simulation.draws import draw
from rapport.engine.simulation.ends import Ends
from rapport.engine.simulation.outlook import Amounts
from rapport.engine.simulation.runs import of_part, parts, within_reach
from rapport.engine.simulation.slots import Frames, Ticks
from rapport.engine.simulation.steps import Network, Step
from rapport.engine.simulation.study import Study
from rapport.engine.simulation.walk import Walk

WORKDAY = 480  # minutes


@dataclass(frozen=True, slots=True)
class Option:
    """Shortening what is left of a task by a part of it, for so many minor units a working day,
    and once. `name` tells several options for one task apart."""

    uid: str
    part: float
    price_per_day: int
    price_once: int = 0
    name: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.part < 1:
            raise ValueError("A task is shortened by more than nothing and less than all of it.")


@dataclass(frozen=True, slots=True)
class Gain:
    """What an option brings: the new date, working minutes won, and on average the minutes by
    which the task is shorter, and the price."""

    option: Option
    date: datetime
    minutes: float
    spared: float
    price: float

    @property
    def price_per_day(self) -> float:
        """The price of a working day won; infinite when nothing is won."""
        return self.price * WORKDAY / self.minutes if self.minutes > 0 else float("inf")


def what_would_buy(study: Study, options: Sequence[Option], share: float = 0.8) -> tuple[Gain, ...]:
    """How much each option alone moves the date met in so large a share of the runs.

    Every option is tried on the same runs (common random numbers), so that small gains are seen.
    The cheapest days come first, what wins nothing last. Minutes are working time of the project.
    """
    net = compiled(study)
    lengths = draw(study, net).lengths
    return within_reach(
        study.plan, net, lambda frames: _Market(study, net, frames, lengths).gains(options, share)
    )


def cheapest_first(
    study: Study, options: Sequence[Option], most: int, share: float = 0.8
) -> tuple[Gain, ...]:
    """Options taken one after the other, each time the one whose days are cheapest after those
    before; it ends where nothing wins more. Dates are those with all that was taken so far.

    The cheapest way to win some days is nearly always a beginning of this; the exact one would
    have to try all sets of options.
    """
    net = compiled(study)
    lengths = draw(study, net).lengths
    return within_reach(
        study.plan,
        net,
        lambda frames: _Market(study, net, frames, lengths).way(options, most, share),
    )


class _Market:
    def __init__(
        self, study: Study, net: Network, frames: Frames, lengths: Sequence[Ticks]
    ) -> None:
        self._net, self._frames, self._lengths = net, frames, lengths
        self._project = frames.of((study.plan.calendar,))
        self._runs = study.runs
        self._leaves = {step.uid: i for i, step in enumerate(net.steps) if step.leaf}

    def way(self, options: Sequence[Option], most: int, share: float) -> tuple[Gain, ...]:
        taken: list[Gain] = []
        left = list(options)
        while left and len(taken) < most:
            gains = self.gains(left, share)
            if not gains or gains[0].minutes <= 0:
                break
            best = gains[0]
            taken.append(best)
            left = [one for one in left if one.uid != best.option.uid]
            index = self._leaves[best.option.uid]
            row = shortened(self._net.steps[index], self._lengths[index], best.option.part)
            self._lengths = [*self._lengths[:index], row, *self._lengths[index + 1 :]]
        return tuple(taken)

    def gains(self, options: Sequence[Option], share: float) -> tuple[Gain, ...]:
        known = [option for option in options if option.uid in self._leaves]
        finish = np.empty((len(known) + 1, self._runs), np.int32)
        for part in parts(self._runs, self._net):
            walk = Walk(self._net, self._frames, of_part(self._lengths, part))
            size = part.stop - part.start
            finish[-1, part] = Ends(walk, size).finish
            for at, option in enumerate(known):
                index = self._leaves[option.uid]
                row = shortened(self._net.steps[index], walk.lengths[index], option.part)
                finish[at, part] = Ends(walk.with_length(index, row), size).finish
        dates = [int(Amounts(row.astype(float)).quantile(share)) for row in finish]
        found = (self._gain(option, dates[at], dates[-1]) for at, option in enumerate(known))
        return tuple(sorted(found, key=_cheapest))

    def _gain(self, option: Option, date: int, before: int) -> Gain:
        index = self._leaves[option.uid]
        row = self._lengths[index]
        saved = float(np.mean(row - shortened(self._net.steps[index], row, option.part)))
        spared = saved / ticks.PER_MINUTE
        worked = self._project.worked(np.array([date, before], np.int32))
        return Gain(
            option,
            ticks.to_datetime(date + self._net.epoch),
            ticks.to_minutes(int(worked[1] - worked[0])),
            spared,
            spared / WORKDAY * option.price_per_day + option.price_once,
        )


def _cheapest(gain: Gain) -> tuple[float, str, str]:
    return gain.price_per_day, gain.option.uid, gain.option.name


def shortened(step: Step, row: Ticks, part: float) -> Ticks:
    """The lengths of a task without so large a part of what is left of it."""
    kept = step.pauses + (step.done if step.role == "started" else 0)
    less: Ticks = row - np.rint((row - kept) * part).astype(np.int32)
    return less
