"""What a network is made of when it is run many times: one step a task, predecessors first."""

from dataclasses import dataclass

from rapport.engine.plan import Task

Use = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link from an earlier step; `share` is a lag as a part of the predecessor's length."""

    source: int
    after_finish: bool
    asks_finish: bool
    lag: int = 0
    share: float = 0
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Work of one resource in its own calendar, after a wait of its own."""

    use: Use
    length: int
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of work that has begun: in which calendar, from when, how much.

    It counts only if time was lost between `stop` and `since`; without a stop there is no telling.
    """

    use: Use
    since: int
    length: int
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A leaf task, or one of the two sides of a summary.

    `length` is the planned work of which `pauses` are no work and `done` is behind us.
    `children` and `gate` name other steps; a gate is where a summary's children wait.
    """

    uid: str
    role: str  # plain, placed, started, fixed, gate, end
    use: Use
    task: Task
    length: int = 0
    pauses: int = 0
    done: int = 0
    parts: tuple[Part, ...] = ()
    rests: tuple[Rest, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    gate: int | None = None
    bound_by_gate: bool = False
    children: tuple[int, ...] = ()
    start: int = 0
    finish: int = 0
    constraint: str = "ASAP"
    at: int = 0
    delay: int = 0

    @property
    def leaf(self) -> bool:
        """Whether this is a task and no side of a summary."""
        return self.role not in ("gate", "end")


@dataclass(frozen=True, slots=True)
class Network:
    """All steps, predecessors first. Their ticks are counted from `epoch`, near the start."""

    steps: tuple[Step, ...]
    epoch: int
    start: int
    honor: bool
    uses: frozenset[Use]
