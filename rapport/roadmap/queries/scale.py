"""From days to places on a line of equally wide months."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from rapport.ui.words import date_locale

WIDTH = 1000
YEAR = 12
# Beyond so many months there is no room for the name of each.
NAMED, A_QUARTER = 14, 3


@dataclass(frozen=True, slots=True)
class Scale:
    """So many months from the first day of one."""

    first: date
    months: int

    @property
    def last(self) -> date:
        """The first day that is no longer shown."""
        return moved(self.first, self.months)

    def x(self, day: date) -> float:
        """The place of a day's morning, kept within the line."""
        whole = (day.year - self.first.year) * YEAR + day.month - self.first.month
        part = (day.day - 1) / monthrange(day.year, day.month)[1]
        return min(max((whole + part) / self.months, 0), 1) * WIDTH

    def shows(self, day: date) -> bool:
        """Whether a day is within."""
        return self.first <= day < self.last

    @property
    def step(self) -> int:
        """How many months one name stands for."""
        return 1 if self.months <= NAMED else A_QUARTER

    def names(self) -> Iterator[str]:
        """The names of the months, with the year where it begins."""
        for number in range(0, self.months, self.step):
            month = moved(self.first, number)
            with_year = number == 0 or month.month <= self.step
            yield format_date(month, "MMM yyyy" if with_year else "MMM", locale=date_locale())

    def lines(self) -> list[str]:
        """Where a named month begins, but for the first."""
        return [
            f"{WIDTH * number / self.months:.1f}"
            for number in range(self.step, self.months, self.step)
        ]


def moved(first: date, months: int) -> date:
    """The first day of a month so many months later, or earlier."""
    count = first.year * YEAR + first.month - 1 + months
    return date(count // YEAR, count % YEAR + 1, 1)
