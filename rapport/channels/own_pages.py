"""Channels that are set up on a page of their own: apps above bring them."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a kind of channel is called and is for, where one is added (slug) and where it is set up
    (slug, pk)."""

    provider: str
    name: str | Promise
    what: str | Promise
    new: str
    page: str


_pages: dict[str, OwnPage] = {}


def register(page: OwnPage) -> None:
    """Set up this kind of channel there."""
    _pages[page.provider] = page


def of(provider: str) -> OwnPage | None:
    """The page of a kind of channel; None: it is a vendor's, and its account is all it needs."""
    return _pages.get(provider)


def everything() -> list[OwnPage]:
    """All of them."""
    return list(_pages.values())
