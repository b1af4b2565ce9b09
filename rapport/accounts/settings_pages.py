"""The pages of Settings: each app adds its own when its urls are loaded."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.lib.permissions import Permission


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """A line on the settings index: what it is, in a few words, and who may open it."""

    order: int
    label: str | Promise
    note: str | Promise
    icon: str
    url_name: str
    permission: Permission
    group: str | Promise = ""


_pages: list[SettingsPage] = []


def register(page: SettingsPage) -> None:
    """Add a page to the index; registering it twice is once."""
    if all(known.url_name != page.url_name for known in _pages):
        _pages.append(page)
        _pages.sort(key=lambda known: known.order)


def pages_for(role: str) -> list[SettingsPage]:
    """The pages somebody of this role may open, in order."""
    return [page for page in _pages if page.permission.held_by(role)]
