"""format=flowed (RFC 3676): join the lines that a mail program broke for width alone."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool = False) -> str:
    """The text with soft line breaks removed, paragraph by paragraph and quote by quote."""
    lines: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth, content = _quote(line)
        if open_depth == depth and content != "-- ":
            lines[-1] += content
        else:
            lines.append(">" * depth + (" " if depth and content else "") + content)
        open_depth = None
        if content.endswith(" ") and content != "-- ":
            open_depth = depth
            if delete_space:
                lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _quote(line: str) -> tuple[int, str]:
    """How deeply a line is quoted, and what it says without quote marks and stuffing."""
    content = line.lstrip(">")
    depth = len(line) - len(content)
    return depth, content.removeprefix(" ")
