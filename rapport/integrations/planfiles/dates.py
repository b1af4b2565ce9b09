"""Dates as people and tools write them. A whole column decides which number is the month."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapport.integrations.planfiles.records import PlanFileError

ORDERS = ("dmy", "mdy", "ymd")
CENTURY_TURNS = 70  # 69 is 2069, 70 is 1970
NOTHING = frozenset({"", "na", "n/a", "nv", "-", "--", "none", "null", "tbd", "0"})

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janner janvier janv enero ene",
            "feb february februar fevrier fevr fev febrero",
            "mar march marz mrz maerz mars marzo",
            "apr april avril avr abril abr",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet juil julio",
            "aug august aout agosto ago",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember decembre diciembre dic",
        ),
        1,
    )
    for name in names.split()
}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?$")
_NUMBERS = re.compile(r"(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{2,4})\b\.?(.*)$")
_NAMED = re.compile(r"(\d{1,2})\.?[\s/.-]*(?:de\s+)?([a-z]{3,})\.?[\s/.,-]*(?:de\s+)?(\d{2,4})\b")
_NAME_FIRST = re.compile(r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})\b")
_WEEKDAY = re.compile(r"([a-z]{2,10})[.,]*\s+(?=\d)")

AMBIGUOUS = (
    "The dates in “{columns}” can be read with the day or with the month first"
    " (for example {example}). Say which it is."
)
MIXED = "The dates in “{columns}” are written in different orders ({first} and {second})."


class AmbiguousDates(PlanFileError):
    """The person must say `date_order`: dmy or mdy."""

    def __init__(self, columns: Sequence[str], example: str) -> None:
        self.columns, self.example = tuple(columns), example
        super().__init__(AMBIGUOUS.format(columns="”, “".join(columns), example=example))


@dataclass(frozen=True, slots=True)
class DateForm:
    """How the dates of some columns are to be read."""

    order: str = "dmy"

    def read(self, written: str) -> date | None:
        """The date, or None where nothing is written. Raises ValueError if it is no date."""
        clean = _clean(written)
        if clean in NOTHING:
            return None
        iso = _ISO.match(clean)
        if iso:
            return date(*(int(part) for part in iso.groups()))
        return _with_month_name(clean) or self._numbers(clean)

    def _numbers(self, clean: str) -> date:
        found = _NUMBERS.match(clean)
        if not found:
            raise ValueError(clean)
        first, second, third = (int(found[place]) for place in (1, 2, 3))
        if len(found[1]) == 4:
            return date(first, second, third)
        day, month = (second, first) if self.order == "mdy" else (first, second)
        return date(_year(third), month, day)


def form_of(columns: Mapping[str, Iterable[str]], order: str = "") -> DateForm:
    """How dates in these columns (name: values) are written, all in the same way.

    Raises AmbiguousDates where every date reads both ways, PlanFileError where they contradict.
    """
    if order:
        if order not in ORDERS:
            raise PlanFileError(f"The order of dates must be one of {', '.join(ORDERS)}.")
        return DateForm(order)
    day_first, month_first, undecided = "", "", ""
    unclear: list[str] = []
    for name, values in columns.items():
        for value in values:
            verdict = _verdict(_clean(value))
            day_first = day_first or (value if verdict == "dmy" else "")
            month_first = month_first or (value if verdict == "mdy" else "")
            if verdict == "either":
                undecided = undecided or value
                unclear = unclear if name in unclear else [*unclear, name]
    if day_first and month_first:
        names = "”, “".join(columns)
        raise PlanFileError(MIXED.format(columns=names, first=day_first, second=month_first))
    if undecided and not (day_first or month_first):
        raise AmbiguousDates(unclear, undecided)
    return DateForm("mdy" if month_first else "dmy")


def _verdict(clean: str) -> str:
    """dmy or mdy where only one is possible, either, or empty for other forms."""
    found = None if _ISO.match(clean) or clean in NOTHING else _NUMBERS.match(clean)
    if not found or len(found[1]) == 4:
        return ""
    first, second = int(found[1]), int(found[2])
    if "." in clean[: found.end(3)] or (first > 12 >= second):
        return "dmy"  # nobody writes month.day.year
    if second > 12 >= first:
        return "mdy"
    return "" if first == second or min(first, second) > 12 else "either"


def _with_month_name(clean: str) -> date | None:
    found = _NAMED.search(clean)
    if found and found[2] in MONTHS:
        return date(_year(int(found[3])), MONTHS[found[2]], int(found[1]))
    found = _NAME_FIRST.search(clean)
    if found and found[1] in MONTHS:
        return date(_year(int(found[3])), MONTHS[found[1]], int(found[2]))
    return None


def _clean(written: str) -> str:
    """Lower case without accents, weekday names and odd spaces."""
    text = unicodedata.normalize("NFKD", written.casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = " ".join(text.split())
    weekday = _WEEKDAY.match(text)
    return text if weekday is None or weekday[1] in MONTHS else text[weekday.end() :]


def _year(number: int) -> int:
    if number > 99:
        return number
    return number + (2000 if number < CENTURY_TURNS else 1900)
