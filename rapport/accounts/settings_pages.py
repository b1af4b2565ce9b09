"""The pages of Settings: each app adds its own when its urls are loaded."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register


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


_pages = Register[SettingsPage]()
register = _pages.add


def pages_for(role: str) -> list[SettingsPage]:
    """The pages somebody of this role may open, in order."""
    return _pages.held_by(role)
