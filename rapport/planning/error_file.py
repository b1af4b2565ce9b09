"""What an import refused, as a CSV file to be mended and brought in again."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

# A spreadsheet would run what begins like this.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(refusals: Iterable[Mapping[str, Any]]) -> str:
    """One line a refusal: row of the file, column, value, reason; safe in a spreadsheet."""
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow([_("row"), _("column"), _("value"), _("reason")])
    for refusal in refusals:
        row = refusal["row"] if refusal["row"] is not None else ""
        cells = (refusal["column"], refusal["value"], refusal["reason"])
        writer.writerow([row, *(_inert(str(cell)) for cell in cells)])
    return stream.getvalue()


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
