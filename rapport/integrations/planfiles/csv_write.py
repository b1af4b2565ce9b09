"""Writes a plan as CSV that a spreadsheet shows and never runs."""

import csv
import io
from datetime import datetime

from rapport.engine.plan import Schedule
from rapport.integrations.planfiles import sheet_write
from rapport.integrations.planfiles.errorfile import shielded
from rapport.integrations.planfiles.records import PlanFile
from rapport.integrations.planfiles.sheet_write import Cell, Translate


def write(file: PlanFile, dates: Schedule, translate: Translate = str) -> bytes:
    """UTF-8 with its mark, so that Excel reads the letters right; dates as 2026-03-02 09:00."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(translate, sheet_write.HEADINGS))
    for line in sheet_write.lines(file, dates, translate):
        writer.writerow(map(_text, line.cells))
    return out.getvalue().encode("utf-8-sig", "replace")


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return shielded(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else f"{cell:.10g}"
