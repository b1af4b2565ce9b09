"""Addresses in plain text as links."""

import re

from django.utils.html import escape, urlize
from django.utils.safestring import SafeString

# A text without any of these holds nothing that Django makes a link of.
_MAYBE = re.compile(r"https?:|www\.|@|\.(?:com|edu|gov|int|mil|net|org)(?![a-z])", re.IGNORECASE)


def linked(text: str) -> SafeString:
    """The text, escaped, with its web and mail addresses as links. Most letters have none, and
    looking at each of their words costs more than all else on a conversation's page."""
    return SafeString(urlize(text, autoescape=True)) if _MAYBE.search(text) else escape(text)
