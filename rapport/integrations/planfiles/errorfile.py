"""The error file: what was not taken over, as CSV that a spreadsheet shows and never runs."""

import csv
import io
import re
from collections.abc import Callable, Iterable

from rapport.integrations.planfiles import csvtext
from rapport.integrations.planfiles.records import Refusal

HEADER = ("row", "column", "value", "reason")
# A cell starts at its beginning, and wherever another delimiter would split it.
_START = r"(?:^|(?<=[;,\t|]))"
# What spreadsheets take for a formula, also full width and behind invisible signs or quotes.
_RISK = "[ \u00a0\u200b-\u200d\u2060\ufeff\"']*[=+\\-@\t\r\n|%＝＋－＠]"  # noqa: RUF001
_TO_SHIELD = re.compile(f"{_START}(?='|{_RISK})")
_SHIELDED = re.compile(f"{_START}'")


def write(refusals: Iterable[Refusal], translate: Callable[[str], str] = str) -> str:
    """The refusals as CSV text, ready for UTF-8; `translate` is given each reason."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER)
    for refusal in refusals:
        row = "" if refusal.row is None else str(refusal.row)
        cells = (refusal.column, refusal.value, translate(refusal.reason))
        writer.writerow((row, *(shielded(cell) for cell in cells)))
    return out.getvalue()


def read(text: str) -> tuple[Refusal, ...]:
    """The refusals of an error file, their values as they were."""
    rows = csvtext.read(text.encode()).rows
    found = []
    for row in rows[1:]:
        number, column, value, reason = (*row.cells, "", "", "", "")[:4]
        cells = (bared(cell) for cell in (column, value, reason))
        found.append(Refusal(int(number) if number.isdigit() else None, *cells))
    return tuple(found)


def shielded(cell: str) -> str:
    """The cell with an apostrophe before all that a spreadsheet would run."""
    return _TO_SHIELD.sub("'", cell)


def bared(cell: str) -> str:
    """The cell as it was before `shielded`."""
    return _SHIELDED.sub("", cell)
