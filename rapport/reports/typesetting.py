"""Paper by typst: data goes in as JSON, markup is never built from it."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Literal

import typst

FOLDER = Path(str(resources.files("rapport.reports")))
# Points an inch: sharp on a screen and in a slide.
SHARPNESS = 160


def as_pdf(template: str, data: Mapping[str, str]) -> bytes:
    """A tagged PDF/A-2b; fonts come with the product, so it looks alike everywhere.

    Letters that our font does not have would make it no PDF/A: then it is a plain PDF, and the
    machine's own fonts help out.
    """
    try:
        return _compile(template, data, "pdf", own_fonts_only=True)
    except typst.TypstError:
        return _compile(template, data, "pdf", own_fonts_only=False)


def as_png(template: str, data: Mapping[str, str]) -> bytes:
    """One picture; the template has one page."""
    return _compile(template, data, "png", own_fonts_only=False)


def _compile(
    template: str, data: Mapping[str, str], kind: Literal["pdf", "png"], *, own_fonts_only: bool
) -> bytes:
    made = typst.compile(
        str(FOLDER / template),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "fonts")],
        ignore_system_fonts=own_fonts_only,
        sys_inputs=dict(data),
        pdf_standards=["a-2b"] if own_fonts_only else None,
        ppi=SHARPNESS if kind == "png" else None,
        format=kind,
    )
    return bytes(made)
