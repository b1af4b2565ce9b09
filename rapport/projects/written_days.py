"""Days as people type them: 2026-12-04, 4.12.2026, 4/12, 4 Dec; without a year, the nearest one."""

from datetime import date

from rapport.integrations.planfiles.dates import DateForm

FIRST_YEAR, LAST_YEAR = 1990, 2100  # between which a plan can be dated
FORM = DateForm("dmy")


class NoSuchYear(ValueError):
    """A day, but not one that a plan can have."""


def day_of(text: str, today: date) -> date | None:
    """The day, or None where nothing is written. Raises ValueError for what is no day."""
    try:
        found = FORM.read(text)
    except ValueError:
        found = _nearest(text, today)
    if found and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NoSuchYear(text)
    return found


def _nearest(text: str, today: date) -> date:
    """A day and a month of the year in which they are closest to today."""
    bare = text.strip().rstrip("./- ")
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        for between in (" ", ".", "/"):
            try:
                read = FORM.read(f"{bare}{between}{year}")
            except ValueError:
                continue
            if read:
                found.append(read)
    if not found:
        raise ValueError(text)
    return min(found, key=lambda day: abs(day - today))
