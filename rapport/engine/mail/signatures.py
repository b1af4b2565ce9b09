"""How a letter ends: what stands below a delimiter, a closing formula with somebody's details, or
a line that a phone or a program adds about itself.

A name below a closing formula stays with the letter: it is part of what the person said. Only
with more lines below it (a title, a company, a number) is it a signature.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import signing_words as words

_LINES = 10
_CLOSING_LINES = 6
_WIDTH = 60


def start_of(lines: Sequence[str]) -> int | None:
    """The line that a signature at the end of these lines begins with; none where there is none."""
    tail = _last_filled(lines)
    if not tail:
        return None
    starts: tuple[Callable[[Sequence[str], list[int]], int | None], ...] = (
        _delimiter, _device, _drawn, _closing,
    )  # fmt: skip
    return next((start for of in starts if (start := of(lines, tail)) is not None), None)


def _last_filled(lines: Sequence[str]) -> list[int]:
    tail: list[int] = []
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].strip():
            tail.append(number)
        if len(tail) > _LINES:
            break
    return tail[::-1]


def _delimiter(lines: Sequence[str], tail: list[int]) -> int | None:
    return next((number for number in tail if words.DELIMITER.match(lines[number])), None)


def _device(lines: Sequence[str], tail: list[int]) -> int | None:
    return tail[-1] if words.is_device(lines[tail[-1]]) else None


def _drawn(lines: Sequence[str], tail: list[int]) -> int | None:
    """A drawn line with nothing, or with nothing but details, under it. A drawn line close below
    words is a heading's or a table's."""
    for place, number in enumerate(tail):
        if not words.DRAWN.match(lines[number]):
            continue
        below = [lines[other] for other in tail[place + 1 :]]
        is_apart = number == 0 or not lines[number - 1].strip()
        if all(map(words.DRAWN.match, below)) and (is_apart or not below):
            return number
        if is_apart and len(below) < _LINES and _are_details(lines[number], below):
            return number
    return None


def _are_details(drawn: str, below: list[str]) -> bool:
    is_short = all(len(line) <= _WIDTH for line in below)
    if words.UNDERSCORES.match(drawn):
        return is_short
    return is_short and sum(bool(words.CONTACT.search(line)) for line in below) > 1


def _closing(lines: Sequence[str], tail: list[int]) -> int | None:
    """A closing formula with nothing but a name and short lines under it."""
    tail = tail[-_CLOSING_LINES:]
    for place, number in enumerate(tail):
        below = tail[place + 1 :]
        if not below or any(len(lines[other]) > _WIDTH for other in below):
            continue
        if not any(line.strip() for line in lines[max(0, number - 3) : number]):
            continue
        if words.is_abbreviated_closing(lines[number]):
            return number
        if len(below) > 1 and words.is_closing(lines[number]):
            return number
    return None
