"""What a task waits for, as planners write it: 3FS+2d; 7SS-50%; 12FF+4eh.

A number of a task, the ends that wait (FS when nothing is said), and how long beyond. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapport.projects.durations import NO_LAG, Lag, Length, lag_of, written

KINDS = ("FS", "SS", "FF", "SF")
ONE = re.compile(r"(\d{1,9})\s*(FS|SS|FF|SF)?\s*([+\-\N{MINUS SIGN}].*)?", re.IGNORECASE)
BETWEEN = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class Wait:
    """For which task, by its number, and how."""

    number: int
    kind: str = "FS"
    lag: Lag = NO_LAG


class NotRead(ValueError):
    """A part that is no link; `part` is what was written."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def read(text: str) -> list[Wait]:
    """The waits in the order they are written. Raises `NotRead` for what is none."""
    return [_one(part.strip()) for part in BETWEEN.split(text) if part.strip()]


def shown(waits: Iterable[Wait]) -> str:
    """Waits as `read` reads them, in the order of the numbers."""
    return "; ".join(_shown(wait) for wait in sorted(waits, key=lambda wait: wait.number))


def _one(part: str) -> Wait:
    found = ONE.fullmatch(part)
    if found is None:
        raise NotRead(part)
    try:
        lag = lag_of(found[3] or "")
    except ValueError as error:
        raise NotRead(part) from error
    return Wait(int(found[1]), (found[2] or "FS").upper(), lag)


def _shown(wait: Wait) -> str:
    beyond = _beyond(wait.lag)
    kind = "" if wait.kind == "FS" and not beyond else wait.kind
    return f"{wait.number}{kind}{beyond}"


def _beyond(lag: Lag) -> str:
    amount = lag.minutes if lag.percent is None else lag.percent
    if not amount:
        return ""
    sign = "-" if amount < 0 else "+"
    if lag.percent is None:
        return f"{sign}{written(Length(round(abs(amount)), lag.is_elapsed))}"
    mark = "e" if lag.is_elapsed else ""
    return f"{sign}{abs(amount):.10g}{mark}%"
