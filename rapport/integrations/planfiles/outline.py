"""What each row is part of, by outline number, outline level or indentation, in that order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

TAB = 4


@dataclass(slots=True)
class Outline:
    """Told the rows from top to bottom, it knows the parent of each."""

    indented: bool = False
    parents: dict[str, str] = field(default_factory=dict)
    _by_number: dict[str, str] = field(default_factory=dict)
    _open: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, names: Sequence[str]) -> Self:
        """Indentation counts where some names have it and the first has not."""
        depths = [_depth(name) for name in names if name.strip()]
        return cls(indented=bool(depths) and depths[0] == min(depths) < max(depths))

    def stand(self, uid: str, *, wbs: str, level: str, name: str) -> None:
        """The next row. Its parent is the nearest row above that is less deep."""
        number = wbs.strip().rstrip(".")
        if number:
            self._by_number.setdefault(number, uid)
            above = number
            while "." in above:
                above = above.rpartition(".")[0]
                if above in self._by_number:
                    self.parents[uid] = self._by_number[above]
                    break
        elif level.isdigit():
            self._nest(uid, int(level))
        elif self.indented:
            self._nest(uid, _depth(name))

    def _nest(self, uid: str, depth: int) -> None:
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
        if self._open:
            self.parents[uid] = self._open[-1][1]
        self._open.append((depth, uid))


def _depth(name: str) -> int:
    blank = name[: len(name) - len(name.lstrip())]
    return sum(TAB if sign == "\t" else 1 for sign in blank)
