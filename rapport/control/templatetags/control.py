"""Hours and indices as the pages of control write them."""

from decimal import Decimal

from django import template

from rapport.control import wording

register = template.Library()
register.filter("in_hours", wording.hours)
register.filter("hours_only", wording.number_of_hours)


@register.filter
def as_index(value: Decimal | float | None) -> str:
    """To the hundredth; a dash where there is none yet."""
    return wording.index(value)
