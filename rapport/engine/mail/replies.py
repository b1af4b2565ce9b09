"""What a person wrote, apart from what they quoted and how they sign.

Every line goes to one of three places, so nothing is lost. In doubt a line stays visible: hiding a
sentence is worse than showing one. See docs/decisions for what counts as an answer.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import announcements, signatures
from . import reply_words as words
from .announcements import Announcement, Kind, is_quoted

# Beyond these nobody writes an answer; it bounds the work on an absurd text.
_LOOKED_AT = 3_000
_ROUNDS = 4
# A program breaks lines about here; what is broken off stands below without a mark.
_WRAPS_FROM = 60
# What does not show: zero-width signs, and those that turn the direction of writing.
_UNSEEN: dict[int, str | None] = dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
)
_UNSEEN |= dict.fromkeys(range(0x2066, 0x206A)) | dict.fromkeys((0xA0, 0x2007, 0x202F), " ")
_LINK_LINE = re.compile(r"^\s*[<(\[](?:https?://|mailto:)\S{1,400}[\s>)\]]*$")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in three: what is shown at once, the quoted rest, and the signature."""

    visible: str
    quoted: str = ""
    signature: str = ""


@dataclass(slots=True)
class _Cut:
    """The numbers of the lines that went to each place."""

    kept: list[int] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    signature: list[int] = field(default_factory=list)


def reply_text(text: str) -> Folded:
    """Cut a mail's text; to cut what is visible again changes nothing. What is quoted between
    lines of an answer stays with the answer."""
    lines = _split(text.split("\n"))
    seen = _seen(lines)
    left, quoted, signature = list(range(len(lines))), list[int](), list[int]()
    for _ in range(_ROUNDS):
        cut = _cut([seen[number] for number in left])
        if not cut.quoted and not cut.signature:
            return Folded(
                "\n".join(_trimmed([lines[number] for number in left])),
                "\n".join(_trimmed([lines[number] for number in sorted(quoted)])),
                "\n".join(_trimmed([lines[number] for number in sorted(signature)])),
            )
        quoted += [left[number] for number in cut.quoted]
        signature += [left[number] for number in cut.signature]
        left = [left[number] for number in cut.kept]
    return Folded("\n".join(_trimmed(lines)))  # no letter is built like this


def _split(lines: list[str]) -> list[str]:
    found: list[str] = []
    for line in lines[:_LOOKED_AT]:
        if ":" in line:
            found.extend(part.rstrip() for part in words.split_shared(line))
        else:
            found.append(line.rstrip())
    return found + lines[_LOOKED_AT:]


def _seen(lines: list[str]) -> list[str]:
    """The lines as they look."""
    return [line if line.isascii() else line.translate(_UNSEEN) for line in lines]


def _cut(lines: Sequence[str]) -> _Cut:
    walk = _Walk(lines)
    walk.through()
    if not walk.is_forward:
        _peel(lines, walk.cut, is_announced=walk.is_announced)
    return walk.cut


class _Walk:
    """One way down the lines, from announcement to announcement, no further than is needed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.unread = announcements.find(lines[:_LOOKED_AT])
        self.ahead: deque[Announcement] = deque()
        self.cut = _Cut()
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
            self._keep(one.start)
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
        self.cut.signature += range(one.start, one.end)
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


def _peel(lines: Sequence[str], cut: _Cut, *, is_announced: bool) -> None:
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


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at both ends."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]
