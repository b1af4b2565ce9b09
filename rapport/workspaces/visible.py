"""Questions about what a reader may see, kept as SQL for those who see everything."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.workspaces import scope
from rapport.workspaces.prepared import OpenWorkspace, Question, Tally


@dataclass(frozen=True, slots=True)
class VisibleTo:
    """A question that `build(reader, *values)` asks through `visible_to(reader)`.

    Nothing is kept from most staff, so their SQL differs in nothing but the workspace and who
    asks: it is put into words once. What a guest or a contact asks depends on what they are let
    see, and is built anew each time.
    """

    build: Callable[..., QuerySet[Any]]
    _kept: dict[Role, Question] = field(default_factory=dict)
    _tallies: dict[Role, Tally] = field(default_factory=dict)

    def __call__(self, reader: Reader, *values: Any) -> list[Any]:
        """The rows, or the tuples where it ends in `values_list`."""
        if not _is_usual(reader):
            return list(self.build(reader, *values))
        if reader.role not in self._kept:
            self._kept[reader.role] = Question(_for(reader.role, self.build))
        return self._kept[reader.role](reader.member_id, *values)

    def first(self, reader: Reader, *values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(reader, *values)), None)

    def count(self, reader: Reader, *values: Any) -> int:
        """How many rows."""
        if not _is_usual(reader):
            return self.build(reader, *values).count()
        if reader.role not in self._tallies:
            self._tallies[reader.role] = Tally(_for(reader.role, self.build))
        return self._tallies[reader.role](reader.member_id, *values)


def _is_usual(reader: Reader) -> bool:
    is_here = reader.workspace_id == scope.current()
    return is_here and reader.sees_everything and reader.member_id is not None


def _for(role: Role, build: Callable[..., QuerySet[Any]]) -> Callable[..., QuerySet[Any]]:
    def asked(member: Any, *marks: Any) -> QuerySet[Any]:
        reader = Reader(OpenWorkspace(), role, member_id=member)  # type: ignore[arg-type]
        return build(reader, *marks)

    return asked
