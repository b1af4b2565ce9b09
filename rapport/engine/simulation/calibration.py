"""Promises that are kept as often as they say, judged by the promises past projects would have got.

Each past project is forecast from the others (cross-fitting); where its real finish fell among
the runs is its probability integral transform (Dawid 1984). If the forecasts are too narrow, too
wide or too early, these values are not even between 0 and 1, and a date that shall be met 80 % of
the time is read off at the share below which 80 % of them lie (conformal prediction, Vovk et al.
2005). What is read off is smoothed by a line through the neighbourhood on normal paper, which
takes the noise off without believing in any tails, and moves the share only as far as the past
projects differ from a right forecast by more than chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from rapport.engine.simulation.history import PastProject
from rapport.engine.simulation.outlook import Dates, Outlook
from rapport.engine.simulation.reference import Reference, learn
from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.spreads import Reals, knots, normal_cdf

FOLDS = 5
FEW = 8  # projects with which nothing is recalibrated
LOOKED_AT = (0.5, 0.65, 0.8, 0.9)  # shares at which dates are promised
EVERY = np.array([0.01, *(np.arange(1, 20) / 20), 0.99])  # shares between which it is read
WINDOW = 0.15  # share of the projects to each side that the line is drawn through


@dataclass(frozen=True)
class Calibration:
    """Where real finishes fell among the forecast ones, between 0 and 1."""

    places: tuple[float, ...]

    def joined(self, place: float) -> "Calibration":
        """The same after one more project."""
        return Calibration((*self.places, place))

    def share(self, wanted: float) -> float:
        """The share of runs that must be done by a date that is met so often."""
        if len(self.places) < FEW:
            return wanted
        return float(np.interp(wanted, EVERY, self._shares))

    @cached_property
    def _shares(self) -> Reals:
        """The shares for each of `EVERY`; where lines cross, more confidence is no earlier."""
        aims = _scores(EVERY)
        lines = np.array([self._line(float(wanted)) for wanted in EVERY])
        scores = np.maximum.accumulate(aims + self._belief * (lines - aims))
        shares: Reals = np.interp(scores, knots(), normal_cdf(knots()))
        return shares

    @cached_property
    def _found(self) -> Reals:
        return _scores(np.sort(self.places))

    @cached_property
    def _belief(self) -> float:
        """How much of what is found is more than chance (James and Stein 1961, positive part).

        Were the forecasts right, each distance would be as large as its standard error.
        """
        shares = np.array(LOOKED_AT)
        aims = _scores(shares)
        density = np.exp(-(aims**2) / 2) / sqrt(2 * pi)
        errors = np.sqrt(shares * (1 - shares) / len(self.places)) / density
        distances = np.array([self._line(share) for share in LOOKED_AT]) - aims
        surprise = float(np.mean((distances / errors) ** 2))
        return max(0.0, 1 - 1 / surprise) if surprise else 0.0

    def _line(self, wanted: float) -> float:
        """A straight line through the scores around a share, weighed by nearness, read there."""
        count, found = len(self.places), self._found
        shares = (np.arange(count) + 0.5) / count
        aim, expected = float(_scores(np.array([wanted]))[0]), _scores(shares)
        weights = np.clip(1 - np.abs(shares - wanted) / max(WINDOW, 4 / count), 0, None)
        near = weights > 0
        slope, level = np.polyfit(expected[near] - aim, found[near], 1, w=np.sqrt(weights[near]))
        return float(level) if slope > 0 else float(np.interp(aim, expected, found))


@dataclass(frozen=True)
class Experience:
    """What past projects teach: how long work takes, and how much a forecast is worth."""

    reference: Reference
    calibration: Calibration

    def promise(self, finish: Dates, share: float) -> datetime:
        """The date that is met so often, from a simulation with this reference."""
        return finish.quantile(self.calibration.share(share))


def experience(projects: Sequence[PastProject], *, runs: int = 1000, seed: int = 0) -> Experience:
    """Learn from finished projects. Raises `TooLittleHistory` when there is too little."""
    tasks = [[*project.tasks()] for project in projects]
    reference = learn([task for group in tasks for task in group])
    places: dict[int, float] = {}
    folds = min(FOLDS, len(projects))
    for fold in range(folds if len(projects) >= FEW else 0):
        known = [task for at, group in enumerate(tasks) if at % folds != fold for task in group]
        others = learn(known)
        for at in range(fold, len(projects), folds):
            project = projects[at]
            study = others.study(project.plan, project.labels, runs=runs, seed=seed + at)
            places[at] = place(simulate(study), project)
    return Experience(reference, Calibration(tuple(places[at] for at in sorted(places))))


def place(outlook: Outlook, project: PastProject) -> float:
    """Where a real finish fell among those forecast, strictly between 0 and 1."""
    edge = 0.5 / len(outlook.finish.runs.values)
    return min(max(outlook.finish.confidence(project.finish), edge), 1 - edge)


def _scores(shares: NDArray[np.floating]) -> Reals:
    scores: Reals = np.interp(shares, normal_cdf(knots()), knots())
    return scores
