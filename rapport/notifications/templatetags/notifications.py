"""Words for codes that alerts carry."""

from django import template

from rapport.engine.attention import Held
from rapport.notifications.wording import WHY_HELD

register = template.Library()


@register.filter
def why_held(code: str) -> str:
    """Why an alert did not interrupt, or what it broke through."""
    return str(WHY_HELD[Held(code)])
