"""format=flowed (RFC 3676): join the lines that a mail program broke for width alone."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool = False) -> str:
    """The text with soft line breaks removed. Quoted lines stay as they are: what somebody else
    wrote is compared and cut line by line."""
    lines: list[str] = []
    is_open = False
    for line in text.split("\n"):
        is_quoted = line.startswith(">")
        content = line if is_quoted else line.removeprefix(" ")
        is_delimiter = content == "-- "
        if is_open and not is_quoted and not is_delimiter:
            lines[-1] += content
        else:
            lines.append(content)
        is_open = content.endswith(" ") and not is_quoted and not is_delimiter
        if is_open and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
