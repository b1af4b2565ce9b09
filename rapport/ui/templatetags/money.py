"""Amounts of money in the reader's form."""

from django import template

from rapport.ui import money as amounts

register = template.Library()


@register.filter
def money(amount: float | None, currency: str) -> str:
    """An amount of minor units: €1,200, or €1,200.50 where it has a fraction."""
    return "" if amount is None else amounts.said(amount, currency)


@register.filter
def about(amount: float | None, currency: str) -> str:
    """The same to a whole unit, for what was reckoned."""
    return "" if amount is None else amounts.about(amount, currency)
