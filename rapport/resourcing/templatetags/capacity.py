"""Hours in the reader's words."""

from datetime import date

from babel.numbers import format_decimal
from babel.units import format_unit
from django import template
from django.utils.translation import gettext as _

from rapport.ui.words import locale, short

register = template.Library()


@register.filter
def hours(minutes: float) -> str:
    """Minutes as hours, to the half: "12.5 hr", "0 hr"."""
    return format_unit(round(minutes / 30) / 2, "hour", "short", locale=locale())


@register.filter
def hours_a_week(minutes: float) -> str:
    """Minutes of a week: "20 hr a week"."""
    return _("%(hours)s a week") % {"hours": hours(minutes)}


@register.filter
def in_hours(minutes: float) -> str:
    """Minutes as a bare number of hours, to the half."""
    return format_decimal(round(minutes / 30) / 2, locale=locale())


@register.filter
def short_day(day: date) -> str:
    """A day without its year, where the year stands elsewhere: "4 Dec"."""
    return short(day)
