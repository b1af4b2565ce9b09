"""HTML to plain text in one linear pass: what a reader sees, line by line."""

from __future__ import annotations

import re
from typing import Any, cast

from lxml import etree

_HIDDEN = {"head", "style", "script", "title", "template", "noframes", "object", "svg"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset"),
    *("figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "pre", "section"),
    *("table", "tbody", "tfoot", "thead", "tr", "ul", "caption"),
}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_TRAILING = re.compile(r"[ \t\u00a0]+$", re.M)
_MANY_LINES = re.compile(r"\n{3,}")
_DEEPEST_QUOTE = 20
_PARAMETER = re.compile(r"<param>[^<>]{0,200}</param>", re.I)
_TAG = re.compile(r"<[^<>]*>")


def to_text(page: str, *, mark_quotes: bool = False) -> str:
    """The text of an HTML page; with `mark_quotes`, quoted blocks get `> ` like in plain mail."""
    target = _Text(mark_quotes)
    parser = etree.HTMLParser(target=cast(Any, target), huge_tree=True, no_network=True)
    try:
        parser.feed(_xml_safe(page))
        text = str(parser.close())
    except (etree.LxmlError, ValueError, AssertionError):
        text = _TAG.sub(" ", page)
    return text


def without_tags(text: str) -> str:
    """Enriched text (RFC 1896) without its commands."""
    return _TAG.sub("", _PARAMETER.sub("", text))


def _xml_safe(page: str) -> str:
    # The declared charset is already applied: a stale declaration would decode twice.
    return page if page.strip() else "<p></p>"


class _Text:
    """Receives the parser's events; keeps lines and whether a blank or a break is due."""

    def __init__(self, mark_quotes: bool) -> None:
        self.mark_quotes = mark_quotes
        self.lines: list[list[str]] = [[]]
        self.hidden = 0
        self.preformatted = 0
        self.quotes: list[bool] = []
        self.blank_due = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        if tag in _HIDDEN or self.hidden:
            self.hidden += tag in _HIDDEN
        elif tag == "br":
            self._break()
        elif tag in _BLOCKS or tag in _SPACED:
            self._open_block(tag, attributes)
        elif tag in ("td", "th"):
            self._space()

    def _open_block(self, tag: str, attributes: dict[str, str]) -> None:
        self._line(spaced=tag in _SPACED)
        if tag == "pre":
            self.preformatted += 1
        elif tag == "li":
            self.lines[-1].append("* ")
        elif tag == "blockquote":
            self.quotes.append(True)
            self._requote()

    def end(self, tag: str) -> None:
        """A tag closes."""
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if self.hidden:
            return
        if tag in _BLOCKS or tag in _SPACED:
            self._line(spaced=tag in _SPACED)
        if tag == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        elif tag == "blockquote" and self.quotes:
            self.quotes.pop()
            self._requote()

    def data(self, data: str) -> None:
        """Text between tags."""
        if self.hidden:
            return
        if self.preformatted:
            first, *rest = data.split("\n")
            self._write(first)
            for line in rest:
                self._break()
                self._write(line)
            return
        text = _BLANKS.sub(" ", data)
        if text.startswith(" "):
            self._space()
        self._write(text.strip(" "))
        if text.endswith(" "):
            self._space()

    def comment(self, text: str) -> None:
        """Comments say nothing to a reader."""

    def close(self) -> str:
        """The whole text."""
        text = "\n".join("".join(line) for line in self.lines)
        text = _TRAILING.sub("", text.replace("\u00a0", " "))
        return _MANY_LINES.sub("\n\n", text).strip("\n") + "\n"

    def _prefix(self) -> str:
        return "> " * min(len(self.quotes), _DEEPEST_QUOTE) if self.mark_quotes else ""

    def _is_empty(self) -> bool:
        return not any(piece.strip(" >") for piece in self.lines[-1])

    def _space(self) -> None:
        self.blank_due = not self._is_empty()

    def _write(self, text: str) -> None:
        if not text:
            return
        if self.blank_due:
            self.lines[-1].append(" ")
            self.blank_due = False
        self.lines[-1].append(text)

    def _break(self) -> None:
        self.blank_due = False
        prefix = self._prefix()
        self.lines.append([prefix] if prefix else [])

    def _line(self, *, spaced: bool) -> None:
        """Begin a new line unless the last one is still empty; a paragraph leaves one blank."""
        if not self._is_empty():
            self._break()
        if spaced and len(self.lines) > 1 and any(p.strip(" >") for p in self.lines[-2]):
            self._break()

    def _requote(self) -> None:
        if self._is_empty():
            prefix = self._prefix()
            self.lines[-1] = [prefix] if prefix else []
