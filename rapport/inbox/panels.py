"""The side of a conversation's page: apps above add what they know about it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register


@dataclass(frozen=True, slots=True)
class Panel:
    """The page asks `url_name` (slug, number) and shows the answer under the label; 204 is
    nothing to show."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission


_panels = Register[Panel]()
panel = _panels.add


def panels_for(role: str) -> list[Panel]:
    """The panels somebody of this role may see."""
    return _panels.held_by(role)
