"""A form that is taken once, however often a browser sends it."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def once_key() -> SafeString:
    """A hidden field that tells this rendering of a form from every other."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))
