"""Which lines of a text are an answer, which are quoted, and which are signature."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import announcements, signatures
from .announcements import Announcement, Kind, is_quoted

# Beyond these nobody writes an answer; it bounds the work on an absurd text.
LOOKED_AT = 3_000
_ROUNDS = 4
# A program breaks lines about here; what is broken off stands below without a mark.
_WRAPS_FROM = 60
_LINK_LINE = re.compile(r"^\s*[<(\[](?:https?://|mailto:)\S{1,400}[\s>)\]]*$")


@dataclass(slots=True)
class Cut:
    """The numbers of the lines that went to each place."""

    kept: list[int] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    signature: list[int] = field(default_factory=list)


def cut(lines: Sequence[str]) -> Cut:
    """Put the number of every line in one of the three places."""
    walk = _Walk(lines)
    walk.through()
    if not walk.is_forward:
        _peel(lines, walk.cut, is_announced=walk.is_announced)
    return walk.cut


class _Walk:
    """One way down the lines, from announcement to announcement, no further than is needed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.unread = announcements.find(lines[:LOOKED_AT])
        self.ahead: deque[Announcement] = deque()
        self.cut = Cut()
        self.number = 0
        self.has_text = False  # something is kept
        self.is_unmarked = False  # it began with a quotation that nothing marks
        self.is_announced = False  # a quotation was announced, and marked
        self.is_forward = False
        self.last_quoted: int | None = None  # the last line with a quote mark, once it is asked for

    def through(self) -> None:
        """Put every line in its place."""
        meet = {
            Kind.WRITTEN: self._written, Kind.COPIED: self._copied,
            Kind.FORWARDED: self._forwarded, Kind.DEVICE: self._device,
        }  # fmt: skip
        while self.number < len(self.lines) and not self.is_forward and self._look_ahead():
            one = self.ahead.popleft()
            if one.end <= self.number:
                continue
            self._keep(max(one.start, self.number))
            meet[one.kind](one)
        self._keep(len(self.lines))

    def _look_ahead(self) -> bool:
        """Whether there is another announcement; it is at the head of those ahead."""
        return bool(self.ahead) or self._read_one()

    def _read_one(self) -> bool:
        one = next(self.unread, None)
        if one:
            self.ahead.append(one)
        return one is not None

    def _keep(self, end: int) -> None:
        kept = range(self.number, end)
        self.cut.kept += kept
        self.has_text = self.has_text or any(self.lines[place].strip() for place in kept)
        self.number = end

    def _fold(self, end: int) -> None:
        self.cut.quoted += range(self.number, end)
        self.number = end

    def _written(self, one: Announcement) -> None:
        self._fold(one.end)
        below = announcements.next_filled(self.lines, one.end)
        if below is not None and self._is_quote(below):
            self._marked_quotation(below)
        elif one.is_marked:
            return
        elif self.has_text:
            self._fold(len(self.lines))
        else:
            self.is_unmarked = True  # nobody can tell who wrote what: all of it stays

    def _is_quote(self, place: int) -> bool:
        return is_quoted(self.lines[place], is_announced=True)

    def _marked_quotation(self, below: int) -> None:
        """The quoted lines down to the next announcement; between answers they are kept, as what
        is answered."""
        self.is_announced = True
        bound = max(self.ahead[0].start if self._look_ahead() else len(self.lines), below + 1)
        last = next(place for place in range(bound - 1, below - 1, -1) if self._is_quote(place))
        is_mixed = any(_is_answer(self.lines, place) for place in range(below + 1, last))
        (self._keep if self.is_unmarked or is_mixed else self._fold)(last + 1)

    def _copied(self, _: Announcement) -> None:
        self._fold(len(self.lines))

    def _forwarded(self, one: Announcement) -> None:
        """What somebody passes on is what they want to say. Without a word of their own only the
        fields are folded."""
        if self.has_text:
            self.is_forward = True
        else:
            self._fold(one.end)

    def _device(self, one: Announcement) -> None:
        if not self.has_text:
            return
        self.cut.signature += range(self.number, one.end)
        self.number = one.end
        if not self._is_quotation_below():
            self._fold(len(self.lines))

    def _is_quotation_below(self) -> bool:
        if self.last_quoted is None:
            numbers = range(len(self.lines) - 1, -1, -1)
            self.last_quoted = next((n for n in numbers if is_quoted(self.lines[n])), -1)
        if self.last_quoted >= self.number:
            return True
        while not self.ahead or self.ahead[-1].kind is Kind.DEVICE:
            if not self._read_one():
                return False
        return True


def _is_answer(lines: Sequence[str], number: int) -> bool:
    """Whether a line without a mark, between quoted ones, is the writer's own, and not only the
    end of a quoted line that was broken off."""
    line, above = lines[number], lines[number - 1]
    if not line.strip() or is_quoted(line, is_announced=True) or _LINK_LINE.match(line):
        return False
    if not above.strip():
        return True
    return is_quoted(above) and not _is_broken_off(above.rstrip(), line.strip())


def _is_broken_off(above: str, line: str) -> bool:
    if _has_open_bracket(above):
        return True
    if len(above) < _WRAPS_FROM or above.endswith("?"):
        return False
    if above.endswith((".", "!", ":", ";")):
        return line[0].islower() and line.count(" ") > 1
    return True


def _has_open_bracket(line: str) -> bool:
    return any(line.rfind(left) > line.rfind(right) for left, right in ("()", "[]", "<>"))


def _peel(lines: Sequence[str], cut: Cut, *, is_announced: bool) -> None:
    """Take from the end what is signature, and quoted lines that nobody announced."""
    for _ in range(_ROUNDS):
        body = [lines[number] for number in cut.kept]
        start = signatures.start_of(body)
        if start is not None:
            cut.signature += cut.kept[start:]
            del cut.kept[start:]
            continue
        start = _trailing_quote(body, is_announced)
        if start is None:
            return
        cut.quoted += cut.kept[start:]
        del cut.kept[start:]


def _trailing_quote(lines: list[str], is_announced: bool) -> int | None:
    """Where quoted lines at the end begin; none where there is nothing else."""
    end = len(lines)
    while end and (
        not lines[end - 1].strip() or is_quoted(lines[end - 1], is_announced=is_announced)
    ):
        end -= 1
    return end if end and any(line.strip() for line in lines[end:]) else None
