"""A plan on paper."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from rapport.reports import typesetting
from rapport.reports.time_scale import Tick


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: where it begins and ends between 0 and 1, or None where it has no dates."""

    name: str
    level: int
    kind: Literal["task", "summary", "milestone"]
    is_done: bool
    days: str
    begin: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that was promised, and what for."""

    name: str
    day: str
    at: float


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """Everything that stands on it, in the reader's language; `more` says what was left out."""

    title: str
    company: str
    reader: str
    span: str
    headings: tuple[str, str]
    ticks: Sequence[Tick]
    today: float | None
    today_name: str
    bars: Sequence[Bar]
    promises: Sequence[Mark]
    more: str
    language: str


def as_pdf(paper: PlanPaper) -> bytes:
    """Pages of A4 across."""
    return typesetting.as_pdf("plan.typ", _data(paper, "pages"))


def as_png(paper: PlanPaper) -> bytes:
    """One picture, as high as it needs to be."""
    return typesetting.as_png("plan.typ", _data(paper, "picture"))


def _data(paper: PlanPaper, shape: str) -> dict[str, str]:
    return {"paper": json.dumps(asdict(paper)), "shape": shape}
