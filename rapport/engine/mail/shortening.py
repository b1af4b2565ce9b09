"""A letter longer than anybody reads in a page: its beginning stays, the whole becomes a file."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from .records import Attachment, Parsed

# By this a page knows the file that holds the whole letter.
WHOLE = "whole-letter@rapport.invalid"


def shorten(parsed: Parsed, longest: int) -> Parsed:
    """Cut text and HTML that are longer than `longest` characters; nothing of them is lost."""
    files = []
    if len(parsed.html) > longest:
        files.append(_file("whole-letter.html", "text/html", parsed.html))
    if len(parsed.text) > longest and not parsed.html_only:
        files.append(_file("whole-letter.txt", "text/plain", parsed.text))
    text, html = _beginning(parsed.text, longest), _beginning(parsed.html, longest)
    if text is parsed.text and html is parsed.html:
        return parsed
    return replace(parsed, text=text, html=html, attachments=(*files, *parsed.attachments))


def _beginning(text: str, longest: int) -> str:
    """Up to the last whole line that has room."""
    if len(text) <= longest:
        return text
    return text[: text.rfind("\n", longest // 2, longest) + 1 or longest]


def _file(name: str, content_type: str, text: str) -> Attachment:
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(name, content_type, len(content), digest, content, WHOLE)
