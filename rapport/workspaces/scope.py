"""The open scope: which workspace this thread of work is in. It may refuse, never fill in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_open: ContextVar[int | None] = ContextVar("open_workspace", default=None)


class NoWorkspaceOpen(RuntimeError):
    """A query on owned rows was made outside any workspace."""


class ForeignWorkspace(RuntimeError):
    """A row of one workspace was to be written while another was open."""


def current() -> int:
    """The id of the open workspace; raises when none is open."""
    workspace_id = _open.get()
    if workspace_id is None:
        raise NoWorkspaceOpen("no workspace is open: use open_workspace(), or Model.everywhere")
    return workspace_id


@contextmanager
def open_workspace(workspace_id: int) -> Iterator[None]:
    """Work in one workspace; scopes nest, and the inner one must be the same or opened anew."""
    token = _open.set(workspace_id)
    try:
        yield
    finally:
        _open.reset(token)
