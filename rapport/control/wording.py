"""What earned value says, in words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from django.utils.translation import gettext as _

from rapport.control.queries.limits import Held
from rapport.control.queries.value import EarnedValue
from rapport.ui.words import day, locale

# Nobody acts on less: a quarter of an hour.
NOTHING = 15


def hours(minutes: Decimal | float | None) -> str:
    """Hours of work: "12.5 hr"; a dash where there is no telling."""
    if minutes is None:
        return "—"
    amount = round(float(minutes) / 60, 1)
    return format_unit(amount + 0.0, "duration-hour", "short", locale=locale())


def number_of_hours(minutes: Decimal | float | None) -> str:
    """The same without the unit, for tables."""
    return "—" if minutes is None else _number(float(minutes) / 60, "#,##0.0")


def index(value: Decimal | float | None) -> str:
    """An index to the hundredth; a dash where there is none yet."""
    return "—" if value is None else _number(float(value), "0.00")


def percent(share: float | None) -> str:
    """A share in hundredths: "7%"; a dash where there is no telling."""
    return "—" if share is None else format_percent(round(share, 2), locale=locale())


def _number(value: float, pattern: str) -> str:
    return format_decimal(round(value, 2) + 0.0, pattern, locale=locale())


def of_schedule(value: EarnedValue) -> str:
    """How far the work is from the plan, in hours."""
    variance = value.now.sv
    if abs(variance) < NOTHING:
        return _("The work is where the baseline has it.")
    said = _("%(hours)s of work ahead of the plan.")
    if variance < 0:
        said = _("%(hours)s of work behind the plan.")
    return said % {"hours": hours(abs(variance))}


def of_pace(value: EarnedValue, today: date) -> str:
    """When it ends at this pace."""
    if value.ledger.is_done:
        return _("Everything of the baseline is done.")
    if value.forecast is None:
        return _("Nothing is done yet, so there is no pace.")
    planned = value.ledger.finish.date()
    late = (value.forecast - planned).days
    said = _("At this pace it ends %(day)s, as planned.")
    if late > 0:
        said = _("At this pace it ends %(day)s; the baseline says %(planned)s.")
    elif late < 0:
        said = _("At this pace it ends %(day)s, before the %(planned)s of the baseline.")
    return said % {"day": day(value.forecast, today), "planned": day(planned, today)}


def of_cost(value: EarnedValue) -> str:
    """Whether the work took more than it was worth."""
    variance = value.now.cv
    if not value.now.ac:
        return _("No hours are noted yet, so cost says nothing.")
    if abs(variance) < NOTHING:
        return _("What is done took as long as the baseline allowed.")
    said = _("What is done took %(hours)s less than the baseline allowed.")
    if variance < 0:
        said = _("What is done took %(hours)s more than the baseline allowed.")
    return said % {"hours": hours(abs(variance))}


def of_estimate(value: EarnedValue) -> str:
    """What it takes in all if the rest takes as so far."""
    estimate = value.now.eac_as_so_far
    if estimate is None or not value.now.ac or value.ledger.is_done:
        return ""
    said = _("If the rest takes as so far, it takes %(all)s in all, of %(budget)s planned.")
    return said % {"all": hours(estimate), "budget": hours(value.now.bac)}


ASSUMED = {
    "as_planned": lambda: _("The rest takes as planned"),
    "as_so_far": lambda: _("The rest takes as so far"),
    "hurried": lambda: _("The rest takes as so far, and lost time is made up"),
    "anew": lambda: _("The rest takes what today’s plan says"),
}


def of_limits(rows: Sequence[Held]) -> str:
    """Whether the last period gives a signal."""
    last = next((row for row in reversed(rows) if row.spi_t_is or row.cpi_is), None)
    if last is None:
        return _("There is no period yet in which both the limits and an index are known.")
    said = []
    if last.spi_t_is == "low":
        said.append(_("It is later than chance explains: look for a cause."))
    if last.cpi_is == "low":
        said.append(_("It takes more than chance explains: look for a cause."))
    if "high" in (last.spi_t_is, last.cpi_is):
        said.append(
            _("It goes better than the uncertainty explains: were the estimates too large?")
        )
    return " ".join(said) or _("Nothing but the usual ups and downs.")
