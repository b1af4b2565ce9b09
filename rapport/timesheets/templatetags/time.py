"""Time as it is written down."""

from datetime import date

from babel.dates import format_skeleton
from django import template

from rapport.ui.words import date_locale

register = template.Library()


@register.filter
def on_the_clock(minutes: int) -> str:
    """Minutes as people log them: 7:30."""
    return f"{minutes // 60}:{minutes % 60:02}"


@register.filter
def head_of_day(day: date) -> str:
    """A day above a narrow column: "Mon 2"."""
    return format_skeleton("Ed", day, locale=date_locale())
