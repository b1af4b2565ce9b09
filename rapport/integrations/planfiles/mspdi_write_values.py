"""How numbers, dates and durations are written into Microsoft Project XML.

Each is written so that `mspdi_values` reads the same value again.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lxml import etree

NAMESPACE = "http://schemas.microsoft.com/project"
NAMES: Any = {None: NAMESPACE}  # lxml's stubs do not know a namespace without a prefix
TENTHS = 10  # of a minute: how lags, delays and slacks are counted
NO_CALENDAR = "-1"
IN_DAYS, IN_ELAPSED_DAYS = 7, 8  # the formats of durations
PLACES = 6  # decimals that matter of a second or of a number

# What XML cannot hold at all: control signs and halves of surrogate pairs.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Value = str | int | float | bool | datetime | None
Pairs = Iterable[tuple[str, Value]]


def record(name: str, pairs: Pairs = (), *inner: etree._Element | None) -> etree._Element:
    """An element of simple fields, then others; a field that is None is left out."""
    element = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=NAMES)
    for field, value in pairs:
        if value is not None:
            etree.SubElement(element, f"{{{NAMESPACE}}}{field}").text = written(value)
    element.extend(child for child in inner if child is not None)
    return element


def listed(name: str, records: Iterable[etree._Element]) -> etree._Element | None:
    """An element that holds others; None when there are none."""
    found = list(records)
    return record(name, (), *found) if found else None


def written(value: Value) -> str:
    """A value as text: yes and no as 1 and 0, a moment to the second."""
    if isinstance(value, str):
        return _FORBIDDEN.sub("\ufffd", value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, float):
        rounded = round(value, PLACES)
        return str(int(rounded)) if rounded == int(rounded) else repr(rounded)
    return str(int(value or 0))


def duration(minutes: float | None) -> str | None:
    """Minutes as PT16H30M0S; fractions of a second only where there are any."""
    if minutes is None:
        return None
    sign = "-" if minutes < 0 else ""
    whole, seconds = divmod(round(abs(minutes) * 60, PLACES), 60)
    hours, rest = divmod(int(whole), 60)
    return f"{sign}PT{hours}H{rest}M{written(float(seconds))}S"


def tenths(minutes: float) -> float:
    """Minutes as tenths of a minute."""
    return minutes * TENTHS
