"""What a person wrote, apart from what they quoted and how they sign.

Every line goes to one of three places, so nothing is lost. In doubt a line stays visible: hiding a
sentence is worse than showing one. See docs/decisions for what counts as an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import cutting
from . import reply_words as words

_ROUNDS = 4
# What does not show: zero-width signs, and those that turn the direction of writing.
_UNSEEN: dict[int, str | None] = dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
)
_UNSEEN |= dict.fromkeys(range(0x2066, 0x206A)) | dict.fromkeys((0xA0, 0x2007, 0x202F), " ")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in three: what is shown at once, the quoted rest, and the signature."""

    visible: str
    quoted: str = ""
    signature: str = ""


def reply_text(text: str) -> Folded:
    """Cut a mail's text; to cut what is visible again changes nothing. What is quoted between
    lines of an answer stays with the answer."""
    lines = _Lines(text)
    seen = _seen(lines.parts)
    left, quoted, signature = list(range(len(seen))), list[int](), list[int]()
    for _ in range(_ROUNDS):
        cut = cutting.cut([seen[number] for number in left])
        if not cut.quoted and not cut.signature:
            return Folded(lines.at(left), lines.at(sorted(quoted)), lines.at(sorted(signature)))
        quoted += [left[number] for number in cut.quoted]
        signature += [left[number] for number in cut.signature]
        left = [left[number] for number in cut.kept]
    return Folded(lines.at(range(len(seen))))  # no letter is built like this


class _Lines:
    """The lines of a text; one that holds an answer and an announcement is in two parts."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self.parts: list[str] = []
        self.whole: dict[int, str] = {}  # by the number of the second part
        for line in lines[: cutting.LOOKED_AT]:
            parts = words.split_shared(line) if ":" in line else (line,)
            self.parts.extend(part.rstrip() for part in parts)
            if len(parts) > 1:
                self.whole[len(self.parts) - 1] = line.rstrip()
        self.parts += lines[cutting.LOOKED_AT :]

    def at(self, numbers: Sequence[int]) -> str:
        """The text of these lines, without blank ones at both ends."""
        found: list[str] = []
        before = -2
        for number in numbers:
            if number in self.whole and before == number - 1:
                found[-1] = self.whole[number]
            else:
                found.append(self.parts[number])
            before = number
        return "\n".join(_trimmed(found))


def _seen(lines: list[str]) -> list[str]:
    """The lines as they look."""
    return [line if line.isascii() else line.translate(_UNSEEN) for line in lines]


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at both ends."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]
