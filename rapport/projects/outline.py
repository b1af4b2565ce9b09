"""The outline of a plan: who stands under whom, in which order. Pure: ids in, ids out."""

from collections.abc import Iterable, Iterator
from typing import Self

Id = int


class Outline:
    """A forest of tasks. Rows come as (id, parent id) in their present order."""

    def __init__(self, rows: Iterable[tuple[Id, Id | None]]) -> None:
        listed = list(rows)
        known = {pk for pk, _ in listed}
        self._parent: dict[Id, Id | None] = {
            pk: parent if parent in known else None for pk, parent in listed
        }
        self._children: dict[Id | None, list[Id]] = {None: []}
        for pk, parent in self._parent.items():
            self._children.setdefault(parent, []).append(pk)

    def parent(self, pk: Id) -> Id | None:
        """Who it stands under."""
        return self._parent[pk]

    def children(self, pk: Id | None) -> list[Id]:
        """Those directly under it, in order."""
        return self._children.get(pk, [])

    def walk(self, below: Id | None = None, level: int = 0) -> Iterator[tuple[Id, int]]:
        """Every task below one, parents first, with its level."""
        stack = [(pk, level) for pk in reversed(self.children(below))]
        while stack:
            pk, depth = stack.pop()
            yield pk, depth
            stack.extend((child, depth + 1) for child in reversed(self.children(pk)))

    def family(self, pk: Id) -> list[Id]:
        """The task and everything under it."""
        return [pk, *(below for below, _ in self.walk(pk))]

    def move(self, pk: Id, parent: Id | None, after: Id | None) -> Self:
        """Put a task, with all under it, after a sibling-to-be, or first when there is none.

        Raises ValueError when it would stand under itself.
        """
        if parent is not None and parent in self.family(pk):
            raise ValueError("a task cannot stand under itself")
        self._children[self._parent[pk]].remove(pk)
        siblings = self._children.setdefault(parent, [])
        siblings.insert(siblings.index(after) + 1 if after in siblings else 0, pk)
        self._parent[pk] = parent
        return self

    def order(self) -> list[Id]:
        """All tasks as they stand below one another."""
        return [pk for pk, _ in self.walk()]
