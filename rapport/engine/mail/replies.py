"""What a person wrote, apart from what they quoted and how they sign.

Lines are looked at in order, each a bounded number of times, so that the work grows with the text
and with nothing else. In doubt a line stays visible: hiding a sentence is worse than showing one.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import reply_words as words

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
    lines = [
        part.rstrip()
        for line in text.replace("\u200b", "").split("\n")
        for part in words.split_shared(line)
    ]
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


def _quotation(lines: list[str]) -> tuple[int, int]:
    """Where the quotation begins, and where the writer speaks again (else the end)."""
    for number, line in enumerate(lines):
        if not line.strip() or len(line) > words.LONGEST_LINE:
            continue
        if words.SEPARATOR.match(line) and words.FORWARD.search(line):
            break  # what somebody passes on is what they want to say
        if _is_separator(lines, number) or _is_header_block(lines, number):
            return number, len(lines)
        if words.is_device(line) and number and not lines[number - 1].strip():
            return number, len(lines)
        height = _attribution_height(lines, number)
        if height:
            resume = _resumes(lines, number, number + height)
            if resume is None:
                continue  # an answer between the quoted lines: keep them, they are its context
            return number, resume
    return len(lines), len(lines)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _is_separator(lines: list[str], number: int) -> bool:
    line = lines[number]
    if words.SEPARATOR.match(line):
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


def _resumes(lines: list[str], above: int, start: int) -> int | None:
    """Where the writer's own words go on behind a marked quotation: the end where there are none,
    None where they are mixed into it."""
    below = _next_filled(lines, start)
    if below is None or not _is_quoted(lines[below]):
        # Nothing above and no marks below: the writer answers under somebody's name.
        return start if not any(line.strip() for line in lines[:above]) else len(lines)
    last = max(number for number in range(below, len(lines)) if _is_quoted(lines[number]))
    answers = [
        number
        for number in range(below, last)
        if lines[number].strip() and not _is_quoted(lines[number]) and not lines[number - 1].strip()
    ]
    if answers and not any(_attribution_height(lines, number) for number in answers[:1]):
        return None
    return last + 1


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
