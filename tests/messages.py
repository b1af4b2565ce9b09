"""Compile the translations for the tests where a .po is newer than its .mo."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "rapport" / "locale"


def compile_stale(folder: Path = LOCALE) -> list[Path]:
    """Write what is missing or old; returns what was written. Nothing to do costs nothing."""
    stale = [po for po in folder.glob("*/LC_MESSAGES/*.po") if _is_stale(po)]
    return [_compile(po) for po in stale]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> Path:
    """Put in place whole: several test processes may do it at the same moment."""
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parts[-3])
    handle, name = tempfile.mkstemp(dir=po.parent, suffix=".part")
    with os.fdopen(handle, "wb") as made:
        write_mo(made, catalog)
    Path(name).chmod(0o644)
    return Path(name).replace(po.with_suffix(".mo"))
