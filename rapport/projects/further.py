"""What one may go on to with a new task: upper apps add buttons to the form that makes it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register


@dataclass(frozen=True, slots=True)
class Further:
    """A page of a task; its route takes the slug, the project's `key` and the task's `number`."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission


_further = Register[Further]()
register, held_by = _further.add, _further.held_by


def page_named(url_name: str, *, role: str) -> str | None:
    """The route of a page that this role may go on to, if that is what was named."""
    return next((one.url_name for one in held_by(role) if one.url_name == url_name), None)
