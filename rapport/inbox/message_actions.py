"""What can be made of one message: apps above add the way to their own page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.lib.permissions import Permission


@dataclass(frozen=True, slots=True)
class MessageAction:
    """A link on each message: to `url_name` (slug) with `?message=<id>`."""

    label: str | Promise
    icon: str
    url_name: str
    permission: Permission


_actions: list[MessageAction] = []


def register(action: MessageAction) -> None:
    """Add an action; called once from an app's urls module."""
    if all(known.url_name != action.url_name for known in _actions):
        _actions.append(action)


def actions_for(role: str) -> list[MessageAction]:
    """The actions somebody of this role may take."""
    return [action for action in _actions if action.permission.held_by(role)]
