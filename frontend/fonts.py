"""Turn the variable web font into static TrueType files, which the PDF writer needs."""

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = {"Regular": 400, "SemiBold": 600}
SCRIPTS = ["latin", "latin-ext", "greek", "cyrillic"]
FAMILY = "Inter"
# The merger warns of letters that stand in two scripts; the first one is the one we want.
logging.getLogger("fontTools").setLevel(logging.ERROR)


def write_pdf_fonts(source: Path, target: Path) -> int:
    """Write one file a weight unless they are there; return how many there are."""
    target.mkdir(parents=True, exist_ok=True)
    for style, weight in WEIGHTS.items():
        file = target / f"Inter-{style}.ttf"
        if not file.exists():
            font = _merge(_instances(source, weight))
            _rename(font, style, weight)
            font.save(file)
    return len(WEIGHTS)


def _instances(source: Path, weight: int) -> Iterator[BytesIO]:
    for script in SCRIPTS:
        font = TTFont(source / f"inter-{script}-wght-normal.woff2")
        font.flavor = None
        still = instantiateVariableFont(font, {"wght": weight})
        for table in ("GSUB", "GPOS", "GDEF", "STAT"):
            if script != "latin" and table in still:
                del still[table]
        memory = BytesIO()
        still.save(memory)
        memory.seek(0)
        yield memory


def _merge(parts: Iterator[BytesIO]) -> TTFont:
    return Merger().merge(list(parts))


def _rename(font: TTFont, style: str, weight: int) -> None:
    names = {1: FAMILY if weight == 400 else f"{FAMILY} {style}", 2: "Regular"}
    names |= {3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}", 6: f"{FAMILY}-{style}"}
    names |= {16: FAMILY, 17: style}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
