"""Gather the icons that the pages use into one SVG sprite."""

import re
from pathlib import Path

from rapport.ui.icons import ICONS

SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def write_sprite(folder: Path, target: Path) -> int:
    """Write one <symbol> for each icon named in rapport.ui.icons; return how many."""
    symbols = [_symbol(name, folder / f"{source}.svg") for name, source in sorted(ICONS.items())]
    target.parent.mkdir(parents=True, exist_ok=True)
    text = '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"
    target.write_text(text, encoding="utf-8")
    return len(symbols)


def _symbol(name: str, file: Path) -> str:
    found = SHAPES.search(file.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{file.name} is no SVG")
    shapes = re.sub(r"\s+", " ", found.group(1)).strip()
    look = 'fill="none" stroke="currentColor" stroke-width="1.5"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {look}>{shapes}</symbol>'
