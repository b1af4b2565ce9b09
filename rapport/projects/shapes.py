"""The shapes in which all projects can be seen: the list, and what upper apps add."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rapport.lib.permissions import Permission


@dataclass(frozen=True, slots=True)
class Shape:
    """A page that shows all projects; its route takes the workspace's slug alone."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission


_shapes: list[Shape] = []


def register(shape: Shape) -> None:
    """Add a shape; once is enough."""
    if all(known.url_name != shape.url_name for known in _shapes):
        _shapes.append(shape)
        _shapes.sort(key=lambda known: known.order)


def shown(slug: str, *, role: str) -> list[tuple[str | Promise, str]]:
    """The label and the address of each shape this role may see."""
    return [
        (shape.label, reverse(shape.url_name, kwargs={"slug": slug}))
        for shape in _shapes
        if shape.permission.held_by(role)
    ]
