"""Durations and shares as the tables show them."""

from django import template

from rapport.engine.service_figures import Share
from rapport.insights import wording
from rapport.insights.queries.page import FEW

register = template.Library()


@register.filter
def lasting(minutes: int | None) -> str:
    """Working time, or a dash."""
    return wording.duration(minutes)


@register.filter
def as_share(share: Share) -> str:
    """Percent, or "2/3" of few."""
    if not share.whole:
        return "–"
    return f"{share.part}/{share.whole}" if share.whole < FEW else wording.percent(share)
