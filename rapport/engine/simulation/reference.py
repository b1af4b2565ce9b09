"""Reference classes: what work takes, judged by what such work took.

Kahneman and Tversky's outside view (1979), Flyvbjerg's reference class forecasting (2006). The
logarithm of actual over estimate is a common optimism, what is peculiar to the kind of work and
to the person, and a rest. With few cases the peculiar is drawn towards nothing (empirical Bayes,
Efron and Morris 1973). What the tasks of a project overrun together is their correlation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rapport.engine.plan import Plan
from rapport.engine.simulation.effects import effects, intraclass
from rapport.engine.simulation.history import Label, PastTask
from rapport.engine.simulation.spreads import EXTREME, Learned, Reals, knots, normal_cdf, student
from rapport.engine.simulation.study import Study

FEW = 5  # cases with which nothing is learned
HEAVIEST = 6.0  # scales at which the tails of Student's t are cut
PRIOR = 50  # cases whose worth of belief Student's t has against the shape of the cases
SCALE_PRIOR = 30  # cases whose worth of belief the common scale has against that of a kind


@dataclass(frozen=True)
class Reference:
    """What past work teaches about work to come.

    `optimism` is the median of actual over estimate, `correlation` that of the overruns of two
    tasks of one project. `cases` and `projects` say how much it rests on.
    """

    cases: int
    projects: int
    optimism: float
    correlation: float
    scale: float
    shape: Reals
    kinds: Mapping[str, float]
    persons: Mapping[str, float]
    scales: Mapping[str, float]

    def spread(self, label: Label) -> Learned:
        """How much work of this label takes, as multiples of its estimate."""
        location = float(np.log(self.optimism))
        location += self.kinds.get(label.kind, 0.0) + self.persons.get(label.person, 0.0)
        return Learned(location, self.scales.get(label.kind, self.scale), self.shape)

    def study(self, plan: Plan, labels: Mapping[str, Label], *, runs: int, seed: int) -> Study:
        """The plan with durations as past work foretells them, overrunning together."""
        spreads: dict[Label, Learned] = {}
        for task in plan.tasks:
            label = labels.get(task.uid, Label())
            if label not in spreads:
                spreads[label] = self.spread(label)
        return Study(
            plan,
            durations={t.uid: spreads[labels.get(t.uid, Label())] for t in plan.tasks},
            groups=dict.fromkeys((task.uid for task in plan.tasks), "project"),
            correlation=self.correlation,
            runs=runs,
            seed=seed,
        )


class TooLittleHistory(ValueError):
    """There are not enough finished tasks to learn from."""


def learn(history: Sequence[PastTask]) -> Reference:
    """Learn from finished tasks. Raises `TooLittleHistory` for fewer than five."""
    if len(history) < FEW:
        raise TooLittleHistory(f"Fewer than {FEW} finished tasks are too little to learn from.")
    ratios = np.array([task.actual / task.estimate for task in history])
    kinds = [task.label.kind for task in history]
    persons = [task.label.person for task in history]
    projects = [task.project for task in history]
    logs = np.log(np.clip(ratios, 1 / EXTREME, EXTREME))
    found = effects(logs, {"kind": kinds, "person": persons}, projects)
    correlation = intraclass(_normal_scores(found.rest), projects)
    known = len(history), len(set(projects))
    scale = float(found.rest.std(ddof=1)) * _widened(correlation, *known)
    shape = _shape(found.rest, scale, _degrees(correlation, *known))
    return Reference(
        *known,
        optimism=float(np.exp(found.mean + scale * np.interp(0, knots(), shape))),
        correlation=correlation,
        scale=scale,
        shape=shape - np.interp(0, knots(), shape),
        kinds=found.by_factor["kind"],
        persons=found.by_factor["person"],
        scales=_scales(found.rest, kinds, scale),
    )


def _normal_scores(values: Reals) -> Reals:
    """Where each value stands among normal numbers, by its rank."""
    ranks = np.argsort(np.argsort(values))
    return np.interp((ranks + 0.5) / len(values), normal_cdf(knots()), knots())


def _widened(correlation: float, cases: int, projects: int) -> float:
    """How much wider the spread of the next case is, since the mean is not known for sure."""
    return float(np.sqrt(1 + correlation / projects + (1 - correlation) / cases))


def _degrees(correlation: float, cases: int, projects: int) -> float:
    """Degrees of freedom of the variance, part of it between projects (Satterthwaite 1946)."""
    between = correlation**2 / max(projects - 1, 1)
    within = (1 - correlation) ** 2 / max(cases - 1, 1)
    return max(1 / (between + within), 3.0)


def _shape(rest: Reals, scale: float, degrees: float) -> Reals:
    """Quantiles over normal z: Student's t, and the more there are the cases' own."""
    if not scale:
        return np.zeros(len(knots()))
    places = (np.arange(len(rest)) + 0.5) / len(rest)
    own = np.interp(normal_cdf(knots()), places, np.sort(rest) / scale)
    weight = len(rest) / (len(rest) + PRIOR)
    return weight * own + (1 - weight) * np.clip(student(knots(), degrees), -HEAVIEST, HEAVIEST)


def _scales(rest: Reals, kinds: Sequence[str], scale: float) -> dict[str, float]:
    """The scale of each kind of work, drawn towards the common one."""
    found = {}
    for kind in set(kinds):
        own = rest[[one == kind for one in kinds]]
        squares = SCALE_PRIOR * scale**2 + float((own**2).sum())
        found[kind] = float(np.sqrt(squares / (SCALE_PRIOR + len(own))))
    return found
