"""Weeks as cells of the heat map: how full each is, and what is to be noticed, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.portfolio.load import A_WEEK, SLIGHT, Week
from rapport.portfolio.queries.capacity import HeatMap, Line
from rapport.resourcing.days import name_of
from rapport.resourcing.templatetags.capacity import hours

# Up to which share of capacity a cell has which shade.
SHADES = (0.01, 0.5, 0.85, 1.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One week of a row: its shade (over, away, open or a number), and a word beside the sum."""

    week: Week
    name: str
    shade: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells."""

    line: Line
    cells: list[Cell]


def rows(lines: list[Line]) -> list[Row]:
    """Rows as they are drawn."""
    return [Row(line, [_cell(line, week) for week in line.weeks]) for line in lines]


def over(heat: HeatMap) -> list[tuple[Line, Cell]]:
    """Who is over-booked within the weeks that are shown, the earliest first."""
    found = [(line, week) for line in heat.people if (week := line.first_over)]
    found.sort(key=lambda one: one[1].monday)
    return [(line, _cell(line, week)) for line, week in found]


def sentence(line: Line, week: Week) -> str:
    """Whether the week can be done, in words."""
    if not line.has_capacity:
        return _("Nobody has this yet, so it takes nobody's time.")
    said = {"due": hours(week.due), "fits": hours(week.fits), "late": hours(week.late)}
    if week.is_over:
        return _("%(due)s of work are due by the end of this week, and %(fits)s fit until then: "
                 "%(late)s do not.") % said  # fmt: skip
    if week.would_be_over:
        return _("It fits, but not if the soft bookings come.")
    if week.load > week.capacity + SLIGHT:
        return _("More stands here than the week has, but it fits: some of it can wait.")
    return _("Everything that is due by the end of this week fits.")


def _cell(line: Line, week: Week) -> Cell:
    shade, note = _look(line, week)
    return Cell(week, name_of(week.monday), shade, note)


def _look(line: Line, week: Week) -> tuple[str, str]:
    if not line.has_capacity:
        return "open", ""
    if week.is_over:
        said = _("%(hours)s too much") if week.load > SLIGHT else _("%(hours)s still behind")
        return "over", said % {"hours": hours(week.late)}
    if week.would_be_over:
        return "soft", _("too full with soft ones")
    if not week.capacity and not week.load:
        # Of a week that is over in part, the rest may be its Sunday.
        return "away", _("not there") if week.days == A_WEEK else ""
    share = week.load / week.capacity if week.capacity else 1
    shade = sum(share > least for least in SHADES)
    return str(shade), _("fits") if share > 1 + SLIGHT / 60 else ""
