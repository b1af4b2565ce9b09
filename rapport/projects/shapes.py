"""The shapes in which all projects can be seen: the list, and what upper apps add."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register


@dataclass(frozen=True, slots=True)
class Shape:
    """A page that shows all projects; its route takes the workspace's slug alone."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission


_shapes = Register[Shape]()
register = _shapes.add


def shown(slug: str, *, role: str) -> list[tuple[str | Promise, str]]:
    """The label and the address of each shape this role may see."""
    return [
        (shape.label, reverse(shape.url_name, kwargs={"slug": slug}))
        for shape in _shapes.held_by(role)
    ]
