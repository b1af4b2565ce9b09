"""Amounts of money in the reader's form."""

from django import template

from rapport.ui import money as amounts

register = template.Library()


@register.filter
def money(amount: object, currency: str) -> str:
    """An amount of minor units: €1,200, or €1,200.50 where it has a fraction."""
    return amounts.said(amount, currency) if isinstance(amount, int | float) else ""


@register.filter
def about(amount: object, currency: str) -> str:
    """The same to a whole unit, for what was reckoned."""
    return amounts.about(amount, currency) if isinstance(amount, int | float) else ""
