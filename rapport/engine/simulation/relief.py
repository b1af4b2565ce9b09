"""What each risk does to the promised date and to the cost: the same runs without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from rapport.engine import ticks
from rapport.engine.simulation.compiling import compiled
from rapport.engine.simulation.draws import PER_HOUR, Draws, draw
from rapport.engine.simulation.ends import Ends
from rapport.engine.simulation.outlook import Amounts
from rapport.engine.simulation.runs import of_part, parts, within_reach
from rapport.engine.simulation.slots import Frames, Ticks
from rapport.engine.simulation.steps import Network
from rapport.engine.simulation.study import Risk, Study, TaskCost
from rapport.engine.simulation.walk import Walk


@dataclass(frozen=True, slots=True)
class Relief:
    """The date, and the cost, met in so large a share of the runs if a risk were away."""

    uid: str
    date: datetime
    cost: float


def relief(study: Study, uids: Sequence[str], share: float = 0.8) -> tuple[Relief, ...]:
    """Take what each of these risks has added out of every run, each alone."""
    net = compiled(study)
    draws = draw(study, net)
    return within_reach(
        study.plan, net, lambda frames: _Without(study, net, frames, draws).each(uids, share)
    )


class _Without:
    """The runs of a study, and what they would be without one risk."""

    def __init__(self, study: Study, net: Network, frames: Frames, draws: Draws) -> None:
        self._study, self._net, self._frames, self._draws = study, net, frames, draws
        self._delayed = {
            step.uid: at for at, step in enumerate(net.steps) if step.leaf and step.role != "fixed"
        }

    def each(self, uids: Sequence[str], share: float) -> tuple[Relief, ...]:
        risks = [risk for risk in self._study.risks if risk.uid in uids]
        lengths = [self._lengths(risk) for risk in risks]
        finish = np.empty((len(risks), self._study.runs), np.int32)
        for part in parts(self._study.runs, self._net):
            known = Walk(self._net, self._frames, of_part(self._draws.lengths, part))
            for row, rows in zip(finish, lengths, strict=True):
                since = min(rows, default=len(self._net.steps))
                own = [
                    of_part([rows.get(at, length)], part)[0]
                    for at, length in enumerate(self._draws.lengths)
                ]
                walk = Walk(self._net, self._frames, own, known, since)
                row[part] = Ends(walk, part.stop - part.start).finish
        return tuple(
            self._relief(risk, row, share) for risk, row in zip(risks, finish, strict=True)
        )

    def _relief(self, risk: Risk, finish: Ticks, share: float) -> Relief:
        date = int(Amounts(finish.astype(float)).quantile(share))
        cost = Amounts(self._draws.cost - self._cost(risk)).quantile(share)
        return Relief(risk.uid, ticks.to_datetime(date + self._net.epoch), cost)

    def _lengths(self, risk: Risk) -> dict[int, Ticks]:
        """The lengths of its tasks without what it has added, by their place."""
        delay = self._draws.risks[risk.uid].delay
        places = [self._delayed[uid] for uid in risk.tasks if uid in self._delayed]
        return {} if delay is None else {at: self._draws.lengths[at] - delay for at in places}

    def _cost(self, risk: Risk) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """What it has added: its own cost, and the hours of the work that came on top."""
        added = np.zeros(self._study.runs)
        found = self._draws.risks[risk.uid]
        if found.cost is not None:
            added += found.cost
        if found.delay is not None:
            prices = [
                self._study.costs.get(uid, TaskCost()).per_hour
                for uid in risk.tasks
                if uid in self._delayed
            ]
            added += found.delay * (sum(prices) / PER_HOUR)
        return added
