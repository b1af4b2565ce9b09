"""Fragments that are the same page after page, drawn once.

Promise: a kept fragment sees nothing but the values it is kept by, so that it cannot show one
reader what was drawn for another. Its language is one of those values, and so is the
configuration that its links are made from."""

from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 1024


def kept(template: str, **values: Hashable) -> SafeString:
    """The template drawn with these values, and no request."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    known = tuple((name, _plain(value)) for name, value in values.items())
    return draw(template, get_language(), get_urlconf() or settings.ROOT_URLCONF, known)


def _plain(value: Hashable) -> Hashable:
    """Text alone: trusted and untrusted markup are equal as keys, so none of it is trusted."""
    return "".join((value,)) if isinstance(value, SafeString) else value


@lru_cache(maxsize=MOST)
def _drawn(
    template: str,
    _language: str | None,
    _links: str,
    values: tuple[tuple[str, Hashable], ...],
) -> SafeString:
    return render_to_string(template, dict(values))
