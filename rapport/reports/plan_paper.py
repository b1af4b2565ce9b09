"""A plan on paper: typst draws it, from data as JSON, never by building markup."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

import typst

from rapport.reports.time_scale import Tick

FOLDER = Path(str(resources.files("rapport.reports")))
# Points an inch: sharp on a screen and in a slide.
SHARPNESS = 160


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
    """Pages of A4 across, PDF/A-2b; a plain PDF where our own font lacks a letter."""
    try:
        return _compile(paper, "pages", "pdf", own_fonts_only=True)
    except typst.TypstError:
        return _compile(paper, "pages", "pdf", own_fonts_only=False)


def as_png(paper: PlanPaper) -> bytes:
    """One picture, as high as it needs to be."""
    return _compile(paper, "picture", "png", own_fonts_only=False)


def _compile(
    paper: PlanPaper, shape: str, kind: Literal["pdf", "png"], *, own_fonts_only: bool
) -> bytes:
    made = typst.compile(
        str(FOLDER / "plan.typ"),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "fonts")],
        ignore_system_fonts=own_fonts_only,
        sys_inputs={"paper": json.dumps(asdict(paper)), "shape": shape},
        pdf_standards=["a-2b"] if own_fonts_only else None,
        ppi=SHARPNESS if kind == "png" else None,
        format=kind,
    )
    return bytes(made)
