"""The side of a conversation's page: apps above add what they know about it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.lib.permissions import Permission


@dataclass(frozen=True, slots=True)
class Panel:
    """The page asks `url_name` (slug, number) and shows the answer under the label; 204 is
    nothing to show."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission


_panels: list[Panel] = []


def panel(entry: Panel) -> None:
    """Add a panel; called once from an app's urls module."""
    if all(known.url_name != entry.url_name for known in _panels):
        _panels.append(entry)
        _panels.sort(key=lambda known: known.order)


def panels_for(role: str) -> list[Panel]:
    """The panels somebody of this role may see."""
    return [entry for entry in _panels if entry.permission.held_by(role)]
