"""What can be made of one message: apps above add the way to their own page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register


@dataclass(frozen=True, slots=True)
class MessageAction:
    """A link on each message: to `url_name` (slug) with `?message=<id>`."""

    label: str | Promise
    icon: str
    url_name: str
    permission: Permission
    order: int = 0


_actions = Register[MessageAction]()
register = _actions.add


def actions_for(role: str) -> list[MessageAction]:
    """The actions somebody of this role may take."""
    return _actions.held_by(role)
