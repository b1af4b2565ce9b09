"""Where in a text a quotation is announced: "On <date> <somebody> wrote:", a copied header block, a
line that names a mail between dashes, a phone's line about itself.

Lines are looked at in order, each a bounded number of times, so that the work grows with the text
and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from . import reply_words as words
from . import signing_words

_JOINED_LINES = 5
_BLOCK_LINES = 8
_SENTENCE_END = re.compile(r"(?:[!?]|(?<=[^\W\d_]{5})\.)[\"'”»)]?$")
_QUOTE = re.compile(r"^\s*>")
_ANNOUNCED_QUOTE = re.compile(r"^\s*(?:>|\||[A-Z]{1,3}>)")


class Kind(Enum):
    """What an announcement says of the lines below it."""

    WRITTEN = "written"  # somebody wrote them; marks may tell which
    COPIED = "copied"  # all of them are a copied mail
    FORWARDED = "forwarded"  # they are passed on
    DEVICE = "device"  # a program's line: nobody writes below it


@dataclass(frozen=True, slots=True)
class Announcement:
    """Lines `start` to `end` (not included) announce what stands below."""

    start: int
    end: int
    kind: Kind
    is_marked: bool = False  # it stands inside the quote marks


def is_quoted(line: str, *, is_announced: bool = False) -> bool:
    """Whether a line bears a quote mark; below an announcement, also one of the rarer marks."""
    return bool((_ANNOUNCED_QUOTE if is_announced else _QUOTE).match(line))


def find(lines: Sequence[str]) -> Iterator[Announcement]:
    """Every announcement, in order."""
    number, floor, is_first = 0, 0, True
    while number < len(lines):
        found = _at(lines, number, floor)
        if not found and is_first and _QUOTE.match(lines[number]):
            found = _marked(lines, number)
        is_first = is_first and not (found and found.kind is Kind.WRITTEN)
        if found:
            yield found
            number = floor = found.end
        else:
            number += 1


def _at(lines: Sequence[str], number: int, floor: int) -> Announcement | None:
    line = lines[number]
    if not line or len(line) > words.LONGEST_LINE or line.isspace():
        return None
    if _QUOTE.match(line):
        return _written(lines, number, floor) if _closes_bracket(lines, number) else None
    copied = _copied(lines, number)
    if copied:
        return copied
    written = _written(lines, number, floor) if words.may_end_announcement(line) else None
    if written:
        return written
    is_apart = number > 0 and not lines[number - 1].strip()
    if is_apart and signing_words.is_device(line):
        return Announcement(number, number + 1, Kind.DEVICE)
    return None


def _closes_bracket(lines: Sequence[str], number: int) -> bool:
    """`> wrote:` below an address that was broken off: no quote mark, a bracket's end."""
    if len(lines[number]) > 60 or not words.may_end_announcement(lines[number]):
        return False
    above = " ".join(line[-300:] for line in lines[max(0, number - 2) : number])
    return above.count("<") > above.count(">")


def _copied(lines: Sequence[str], number: int) -> Announcement | None:
    line = lines[number]
    first = line.lstrip(" \t*>_")[:1]
    if words.is_separator(line):
        kind = Kind.FORWARDED if words.FORWARD.search(line) else Kind.COPIED
        return Announcement(number, _below_headers(lines, number + 1), kind)
    if (not first or first in "-=~") and words.RULE.match(line):
        below = next_filled(lines, number + 1)
        if below is not None and _is_header_block(lines, below, is_ruled=True):
            return Announcement(number, _below_headers(lines, below), Kind.COPIED)
        return None
    if ":" not in line[:60] and "：" not in line[:60]:
        return None
    # A mail that begins with fields is no answer, but a form that somebody filled in.
    has_above = any(above.strip() for above in lines[max(0, number - 6) : number])
    if not has_above or words.field_role(lines[number - 1]):
        return None
    if _is_header_block(lines, number):
        return Announcement(number, _below_headers(lines, number), Kind.COPIED)
    return None


def _is_header_block(lines: Sequence[str], number: int, *, is_ruled: bool = False) -> bool:
    """A field, and within the next few lines others that name people, a date and a subject. Below
    a drawn line fewer are enough: else it may be a form that somebody filled in."""
    if not words.field_role(lines[number]) or _QUOTE.match(lines[number]):
        return False
    block = [line[: words.LONGEST_LINE] for line in lines[number : number + _BLOCK_LINES]]
    block = [line for line in block if line.strip()][:6]
    roles = {role for line in block if (role := words.field_role(line))}
    has_people = bool(roles & {"from", "to"})
    if is_ruled:
        return len(roles) > 1 and has_people
    if {"from", "sent"} <= roles:
        return True
    addressed = words.HAS_ADDRESS.search(" ".join(block))
    dated = roles & {"date", "sent"}
    return has_people and bool(dated) and bool("subject" in roles or addressed)


def _below_headers(lines: Sequence[str], number: int) -> int:
    """Behind a block of fields with their second lines; the same line where there is none."""
    start = next_filled(lines, number)
    if start is None or not words.field_role(lines[start]):
        return number
    end = start
    while end < min(start + 2 * _BLOCK_LINES, len(lines)) and lines[end].strip():
        end += 1
    return end


def _written(lines: Sequence[str], end: int, floor: int) -> Announcement | None:
    """The announcement whose last line this is: the fewest lines that say enough, begun where
    its date or its name begins."""
    is_followed = _is_followed(lines, end + 1)
    joined, found, has_begun = "", None, False
    for start in _upwards(lines, end, max(floor, end - _JOINED_LINES)):
        line = lines[start].strip()
        if start < end and not _goes_on(line, has_begun):
            break
        joined = f"{line} {joined}".strip()
        if len(joined) > words.LONGEST_LINE:
            break
        if not words.is_announcement(joined, is_followed=is_followed):
            continue
        is_dated, is_whole = words.is_dated(joined), words.is_whole(joined)
        if found is None or is_dated or not has_begun:
            found, has_begun = start, is_whole
        if is_dated and is_whole:
            break
    return None if found is None else Announcement(found, end + 1, Kind.WRITTEN)


def _upwards(lines: Sequence[str], end: int, first: int) -> Iterator[int]:
    """The lines from here up that are not blank, as far as one paragraph goes; a blank one may
    stand above an address in brackets."""
    below = ""
    for number in range(end, first - 1, -1):
        if lines[number].strip():
            below = lines[number].lstrip()
            yield number
        elif not below.startswith("<"):
            return
        else:
            below = ""


def _goes_on(above: str, has_begun: bool) -> bool:
    """Whether an announcement may have begun on the line above what is known of it."""
    if _SENTENCE_END.search(above) or is_quoted(above, is_announced=True):
        return False
    return not has_begun or len(above) < 3 or any(map(str.isdigit, above))


def _is_followed(lines: Sequence[str], number: int) -> bool:
    below = next_filled(lines, number)
    if below is None or _closes_bracket(lines, below):
        return False
    return is_quoted(lines[below], is_announced=True)


def next_filled(lines: Sequence[str], number: int) -> int | None:
    """The next line, of the next few, that is not blank."""
    for place in range(number, min(number + 6, len(lines))):
        if lines[place].strip():
            return place
    return None


def _marked(lines: Sequence[str], number: int) -> Announcement | None:
    """An announcement that stands inside the marks, at the beginning of what is quoted."""
    if number and _QUOTE.match(lines[number - 1]):
        return None
    joined = ""
    for place in range(number, min(number + 3, len(lines))):
        joined = f"{joined} {lines[place].strip().lstrip('> ')}".strip()
        if len(joined) > words.LONGEST_LINE:
            return None
        if words.may_end_announcement(joined) and words.is_announcement(joined, is_followed=False):
            return Announcement(number, place + 1, Kind.WRITTEN, is_marked=True)
    return None
