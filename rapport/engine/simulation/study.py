"""What is asked of a simulation, and what is known beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rapport.engine.plan import Plan
from rapport.engine.simulation.spreads import Pert, Spread

# Of a task about whose uncertainty nothing is known: from a quarter less to twice as long.
DEFAULT = Pert(0.75, 1, 2, relative=True)

Basis = Literal["estimate", "history", "default", "fixed"]


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may happen, with what it adds to the work of tasks and to the cost.

    `tasks` are uids of tasks that are no summaries; what is done cannot be delayed. `delay` is
    minutes of work added to each of them, the same for all; `cost` is minor units of the study's
    currency.
    """

    uid: str
    probability: float
    tasks: tuple[str, ...] = ()
    delay: Spread | None = None
    cost: Spread | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            raise ValueError("A probability lies between 0 and 1.")


@dataclass(frozen=True, slots=True)
class TaskCost:
    """What a task costs, in minor units: once, and for each hour of its duration.

    `once` is what it costs once beside `fixed` where that is uncertain.
    """

    fixed: int = 0
    per_hour: float = 0
    once: Spread | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """A plan and its uncertainty.

    Tasks without an entry in `durations` vary as `default` says, or not at all when it is `None`.
    Tasks of one group (a client, a person) overrun together: each pair of them with the
    `correlation` of the normal numbers behind (one-factor Gaussian copula).
    """

    plan: Plan
    durations: Mapping[str, Spread] = field(default_factory=dict)
    default: Spread | None = DEFAULT
    groups: Mapping[str, str] = field(default_factory=dict)
    correlation: float = 0
    risks: tuple[Risk, ...] = ()
    costs: Mapping[str, TaskCost] = field(default_factory=dict)
    watched: tuple[str, ...] = ()
    runs: int = 10_000
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.correlation < 1:
            raise ValueError("The correlation within a group lies between 0 and 1.")
        if self.runs < 1:
            raise ValueError("A simulation has at least one run.")
