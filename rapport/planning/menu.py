"""What stands behind «More» on a plan, where upper apps add pages that are seldom needed, and
beside Gantt, table and calendar, where they add other ways to look at it."""

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
_beside = Register[Entry]()
stand_beside = _beside.add


def shown(slug: str, key: str, *, role: str) -> list[tuple[str | Promise, str]]:
    """The label and the address of each page behind «More» that this role may open."""
    return _addressed(_entries, slug, key, role)


def beside(slug: str, key: str, *, role: str) -> list[tuple[str | Promise, str]]:
    """The same of what stands beside Gantt, table and calendar."""
    return _addressed(_beside, slug, key, role)


def _addressed(
    entries: Register[Entry], slug: str, key: str, role: str
) -> list[tuple[str | Promise, str]]:
    names = {"slug": slug, "key": key}
    return [(entry.label, reverse(entry.url_name, kwargs=names)) for entry in entries.held_by(role)]
