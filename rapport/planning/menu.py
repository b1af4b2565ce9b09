"""What stands behind «More» on a plan: upper apps add pages that are seldom needed."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of a plan; its route takes the workspace's slug and the project's `key`."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission


_entries = Register[Entry]()
register = _entries.add


def shown(slug: str, key: str, *, role: str) -> list[tuple[str | Promise, str]]:
    """The label and the address of each page this role may open."""
    names = {"slug": slug, "key": key}
    return [
        (entry.label, reverse(entry.url_name, kwargs=names)) for entry in _entries.held_by(role)
    ]
