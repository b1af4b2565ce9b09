"""The mark by which a plan that was written here is known again when it comes back.

Files know tasks by numbers. Those that came with a task from another tool are kept; all others are
its number in its project, above a base, so that they meet none of the former. The mark says of
which plan they are, above which base, and up to which: what others add to the file is beyond.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

BLOCK = 1_000_000
LONGEST = 9  # digits of the numbers that files count by

_MARK = re.compile(r"\bRapport ([0-9a-f]{16}) (\d{1,9})-(\d{1,9})\b")
_NAME = re.compile(r"[0-9a-f]{16}-\d{1,9}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A plan, and the range of the numbers that it gave itself: above `base`, up to `last`."""

    plan: str
    base: int
    last: int

    @property
    def text(self) -> str:
        """As it stands in a file."""
        return f"Rapport {self.plan} {self.base}-{self.last}"

    def number(self, task: int) -> str:
        """What the file calls a task."""
        return str(self.base + task)

    def names(self, uids: Iterable[str], prefix: str = "") -> dict[str, str]:
        """The names of those tasks of a file that the plan numbered itself, by their uids."""
        found = {}
        for uid in uids:
            number = whole(uid.removeprefix(prefix))
            if number is not None and self.base < number <= self.last:
                found[uid] = name(self.plan, number - self.base)
        return found


def mark(plan: str, own: Iterable[str], last: int) -> Mark:
    """The mark of a plan whose tasks are numbered up to `last`, where these uids of other tools
    are in the file as well."""
    numbers = {number for uid in own if (number := whole(uid)) is not None}
    base = 0
    while any(base < number <= base + last for number in numbers):
        base += BLOCK
    return Mark(plan, base, base + last)


def read(text: str) -> Mark | None:
    """The mark in a text, if there is one."""
    found = _MARK.search(text)
    return Mark(found[1], int(found[2]), int(found[3])) if found else None


def name(plan: str, task: int) -> str:
    """What a task of a plan is called in the whole world."""
    return f"{plan}-{task}"


def is_name(text: str) -> bool:
    """Whether a cell holds such a name."""
    return _NAME.fullmatch(text) is not None


def whole(uid: str) -> int | None:
    """The number that a uid is, if it is one that files count by."""
    is_number = uid.isascii() and uid.isdigit() and len(uid) <= LONGEST
    return int(uid) if is_number and str(int(uid)) == uid else None
