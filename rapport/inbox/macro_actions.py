"""What a macro can do: each act of it goes through the operation that people use, is allowed to the
same people, and knows how to be taken back. Apps above add theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from rapport.inbox.models import Conversation
from rapport.inbox.variables import Setting
from rapport.lib.permissions import Permission

Choices = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Action:
    """One of them. `run` answers what taking it back needs, or None where nothing changed; `undo`
    leaves what somebody else has changed since."""

    key: str
    label: str | Promise
    permission: Permission
    # What it is done with: one of these, or (where None) words that are written.
    choices: Callable[[], Choices] | None
    run: Callable[[Conversation, str, Setting], Any]
    undo: Callable[[Conversation, Any, Setting], None]


_actions: dict[str, Action] = {}


def register(action: Action) -> None:
    """Let macros do it."""
    _actions[action.key] = action


def known() -> list[Action]:
    """All of them, in the order in which they were added."""
    return list(_actions.values())


def action_of(key: str) -> Action | None:
    """The one with this key; None where its app is gone."""
    return _actions.get(key)
