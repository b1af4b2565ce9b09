"""What a person wrote, apart from what they quoted and how they sign.

Lines are looked at in order, each a bounded number of times, so that the work grows with the text
and with nothing else. In doubt a line stays visible: hiding a sentence is worse than showing one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import reply_words as words

# Beyond these nobody writes an answer; it bounds the work on an absurd text.
_LOOKED_AT = 5_000
_JOINED_LINES = 4
_SIGNATURE_LINES = 10
_CLOSING_LINES = 6
_CLOSING_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in three: what is shown at once, the quoted rest, and the signature."""

    visible: str
    quoted: str = ""
    signature: str = ""


def reply_text(text: str) -> Folded:
    """Cut a mail's text. What is quoted between lines of an answer stays with the answer."""
    lines = text.replace("\u200b", "").split("\n")
    lines = [*_split(lines[:_LOOKED_AT]), *lines[_LOOKED_AT:]]
    cut, resume = _quotation(lines)
    top, quoted, bottom = lines[:cut], lines[cut:resume], lines[resume:]
    if not any(line.strip() for line in bottom):
        top, trailing = _without_trailing_quote(top)
        quoted = trailing + quoted
    body, signature = _without_signature(_trimmed(top + bottom))
    visible = "\n".join(_trimmed(body))
    if not visible.strip() and not signature:
        return Folded("", "\n".join(_trimmed(quoted)))
    return Folded(visible, "\n".join(_trimmed(quoted)), "\n".join(_trimmed(signature)))


def _split(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if ":" in line:
            yield from (part.rstrip() for part in words.split_shared(line))
        else:
            yield line.rstrip()


def _quotation(lines: list[str]) -> tuple[int, int]:
    """Where the quotation begins, and where the writer speaks again (else the end)."""
    number, end = 0, len(lines)
    spoken = words.has_verb(" ".join(lines[: _LOOKED_AT + _JOINED_LINES]))
    while number < min(end, _LOOKED_AT):
        line = lines[number]
        if not line.strip() or len(line) > words.LONGEST_LINE or _is_quoted(line):
            number += 1
            continue
        if words.is_separator(line) and words.FORWARD.search(line):
            break  # what somebody passes on is what they want to say
        if _begins_quotation(lines, number):
            return number, end
        height = _attribution_height(lines, number) if spoken or words.may_announce(line) else 0
        if height:
            resume, is_mixed = _resumes(lines, number, number + height)
            if not is_mixed:
                return number, resume
            number = resume  # answers between quoted lines: those are their context
        else:
            number += 1
    return end, end


def _begins_quotation(lines: list[str], number: int) -> bool:
    """Whether everything from here on is somebody else's, marked or not."""
    if _is_separator(lines, number) or _is_header_block(lines, number):
        return True
    is_apart = number > 0 and not lines[number - 1].strip()
    return is_apart and words.is_device(lines[number])


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _is_separator(lines: list[str], number: int) -> bool:
    line = lines[number]
    if words.is_separator(line):
        return True
    if not words.RULE.match(line):
        return False
    below = _next_filled(lines, number + 1)
    return below is not None and _is_header_block(lines, below)


def _is_header_block(lines: list[str], number: int) -> bool:
    """A field, and within the next few lines at least one more, with a person or a date."""
    if not words.FIELD.match(lines[number]) or _is_quoted(lines[number]):
        return False
    block = [line[: words.LONGEST_LINE] for line in lines[number : number + 8] if line.strip()][:5]
    fields = [line for line in block if words.FIELD.match(line)]
    if len(fields) < 2:
        return False
    joined = " ".join(block)
    return len(fields) > 2 or bool(
        words.HAS_ADDRESS.search(joined) or words.HAS_DATE.search(joined)
    )


def _attribution_height(lines: list[str], number: int) -> int:
    """How many lines the announcement of a quotation takes; 0 where there is none."""
    if words.is_attribution(lines[number]):
        return 0 if _is_quoted(lines[number]) else 1
    joined, dated = "", words.begins_with_date(lines[number])
    for height in range(1, _JOINED_LINES + 1):
        line = lines[number + height - 1].strip() if number + height <= len(lines) else ""
        if not line or len(joined) + len(line) > words.LONGEST_LINE or _is_quoted(line):
            return 0
        joined = f"{joined} {line}".strip()
        if words.opens_attribution(joined):
            # Not the sentence before it: the announcement begins on the last line that can.
            return 0 if _opens_later(lines, number, height) else height
        if dated and words.is_bare_attribution(joined) and _quote_follows(lines, number + height):
            return height
    return 0


def _opens_later(lines: list[str], number: int, height: int) -> bool:
    return any(
        words.opens_attribution(" ".join(lines[start : number + height]).strip())
        for start in range(number + 1, number + height)
    )


def _quote_follows(lines: list[str], number: int) -> bool:
    below = _next_filled(lines, number)
    return below is not None and _is_quoted(lines[below])


def _next_filled(lines: list[str], number: int) -> int | None:
    for place in range(number, min(number + 6, len(lines))):
        if lines[place].strip():
            return place
    return None


def _resumes(lines: list[str], above: int, start: int) -> tuple[int, bool]:
    """Where the writer's own words go on behind a quotation (the end where they do not), and
    whether they are mixed into it."""
    below = _next_filled(lines, start)
    if below is None or not _is_quoted(lines[below]):
        # Nothing above and no marks below: the writer answers under somebody's name.
        is_first = not any(line.strip() for line in lines[:above])
        return (start if is_first else len(lines)), False
    quoted = [number for number in range(below, len(lines)) if _is_quoted(lines[number])]
    last = quoted[-1]
    answer = next((number for number in range(below, last) if _is_answer(lines, number)), None)
    is_mixed = answer is not None and not _attribution_height(lines, answer)
    return last + 1, is_mixed


def _is_answer(lines: list[str], number: int) -> bool:
    """A line of one's own with a blank one above: without it, a quoted line was only wrapped."""
    line = lines[number]
    return bool(line.strip()) and not _is_quoted(line) and not lines[number - 1].strip()


def _without_trailing_quote(lines: list[str]) -> tuple[list[str], list[str]]:
    """Quoted lines at the end that nobody announced."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_quoted(lines[end - 1])):
        end -= 1
    rest = lines[end:]
    return (lines[:end], rest) if any(map(_is_quoted, rest)) else (lines, [])


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off what stands below a delimiter, a closing formula or a phone's advertisement."""
    start = _signature_start(lines)
    if start is None:
        return lines, []
    body = _trimmed(lines[:start])
    deeper = _signature_start(body)
    start = start if deeper is None else deeper
    return lines[:start], lines[start:]


def _signature_start(lines: list[str]) -> int | None:
    filled = [number for number, line in enumerate(lines) if line.strip()]
    tail = filled[-_SIGNATURE_LINES - 1 :]
    for number in tail:
        if words.DELIMITER.match(lines[number]):
            return number
    if filled and words.is_device(lines[filled[-1]]):
        return filled[-1]
    for place, number in enumerate(tail[-_CLOSING_LINES:]):
        below = tail[-_CLOSING_LINES:][place + 1 :]
        if number != filled[0] and _is_closing(lines, number, below):
            return number
    return None


def _is_closing(lines: list[str], number: int, below: list[int]) -> bool:
    """A closing formula with nothing but a name and short lines under it."""
    if not words.CLOSING.match(lines[number]):
        return False
    return bool(below) and all(len(lines[place]) <= _CLOSING_WIDTH for place in below)


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at both ends."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]
