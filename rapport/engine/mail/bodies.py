"""Which parts are the letter and which are enclosures (the rules of RFC 8621, 4.1.4)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from html import unescape

from . import charsets, flowed, headers, markup, transfer
from .records import Attachment
from .structure import Part

_ENRICHED = {"text/enriched", "text/richtext"}
_BODY_TYPES = {"text/plain", "text/html", *_ENRICHED}
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
_SHOWN = re.compile(r"""\bsrc\s{0,9}=\s{0,9}["']?\s{0,9}cid:([^"'\s>]{1,1000})""", re.I)
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(slots=True)
class Bodies:
    """What was found while walking the tree."""

    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    made_from_html: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part stands."""

    first: bool = True
    related: bool = False
    alternative: bool = False


def collect(root: Part) -> Bodies:
    """Text, HTML and attachments of a mail. Text is made from HTML where there is only that."""
    bodies = Bodies()
    _visit(root, _Place(), bodies)
    if not any(piece.strip() for piece in bodies.text) and bodies.html:
        bodies.text = [markup.to_text(page) for page in bodies.html]
        bodies.made_from_html = True
    _list_what_is_not_shown(bodies)
    return bodies


def _list_what_is_not_shown(bodies: Bodies) -> None:
    """A file is part of the letter where the letter shows it. Some writers say so of every file;
    it would be found nowhere."""
    if not any(file.inline for file in bodies.attachments):
        return
    shown = {unescape(name).strip("<>") for page in bodies.html for name in _SHOWN.findall(page)}
    bodies.attachments = [
        replace(file, inline=file.inline and file.content_id in shown)
        for file in bodies.attachments
    ]


def _visit(part: Part, place: _Place, bodies: Bodies) -> None:
    if not part.media_type.startswith("multipart/"):
        _visit_leaf(part, place, bodies)
    elif part.children:
        _visit_children(part, place, bodies)
    elif part.content.strip():
        bodies.text.append(_text_of(part.content, part))


def _visit_children(part: Part, place: _Place, bodies: Bodies) -> None:
    kind = part.media_type.partition("/")[2]
    if kind == "alternative":
        _visit_alternatives(part, place, bodies)
        return
    for number, child in enumerate(part.children):
        inner = _Place(number == 0, kind == "related", place.alternative)
        _visit(child, inner, bodies)


def _visit_alternatives(part: Part, place: _Place, bodies: Bodies) -> None:
    """Each says the same: plain text from one, HTML from another. Where the letter holds more
    than this, a side that lacks its version takes it from the other."""
    text, html = len(bodies.text), len(bodies.html)
    for number, child in enumerate(part.children):
        said = any(piece.strip() for piece in bodies.text[text:])
        if said and child.media_type in {"text/plain", *_ENRICHED}:
            continue  # the same once more
        _visit(child, _Place(number == 0, alternative=True), bodies)
    new_text, new_html = bodies.text[text:], bodies.html[html:]
    if new_html and text and not any(piece.strip() for piece in new_text):
        bodies.text.extend(markup.to_text(page) for page in new_html)


def _visit_leaf(part: Part, place: _Place, bodies: Bodies) -> None:
    disposition, name = _disposition(part)
    if _is_body(part, place, disposition, name):
        if part.media_type == "text/html":
            _add_html(part, place, bodies)
        else:
            _add_text(part, bodies)
    else:
        bodies.attachments.append(_attachment(part, disposition, name))
    part.let_go()


def _is_body(part: Part, place: _Place, disposition: str, name: str) -> bool:
    if part.media_type not in _BODY_TYPES or disposition == "attachment":
        return False
    return place.first or (not place.related and not name)


def _add_text(part: Part, bodies: Bodies) -> None:
    content, files = transfer.split_uuencoded(part.content)
    text = _text_of(content, part)
    bodies.text.append(markup.without_tags(text) if part.media_type in _ENRICHED else text)
    for name, data in files:
        label = file_name(charsets.decode(name))
        bodies.attachments.append(_record(label, "application/octet-stream", data))


def _text_of(content: bytes, part: Part) -> str:
    text = charsets.decode(content, part.parameters.get("charset", ""))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.parameters.get("format", "").lower() == "flowed":
        return flowed.unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _add_html(part: Part, place: _Place, bodies: Bodies) -> None:
    charset = part.parameters.get("charset", "")
    meta = None if charset else _META_CHARSET.search(part.content[:4096])
    if meta:
        charset = meta[1].decode("ascii", "replace")
    page = charsets.decode(part.content, charset).replace("\r\n", "\n").replace("\r", "\n")
    if bodies.text and not place.alternative:
        bodies.text.append(markup.to_text(page))
    bodies.html.append(page)


def _disposition(part: Part) -> tuple[str, str]:
    """The disposition and the file name, wherever the mail puts it."""
    value = part.fields.get("content-disposition", "")
    disposition = headers.unfold(value).split(";", 1)[0].strip().lower() if value else ""
    name = headers.parameters(value).get("filename", "") if value else ""
    return disposition, file_name(name or part.parameters.get("name", ""))


def file_name(name: str) -> str:
    """A name without control characters and without the sender's folders."""
    return _UNSAFE_NAME.sub("", name).replace("\\", "/").rsplit("/", 1)[-1].strip()


def _attachment(part: Part, disposition: str, name: str) -> Attachment:
    content_id = headers.decode(part.fields.get("content-id", "")).strip("<> ")
    inline = disposition != "attachment" and bool(content_id)
    return _record(name, part.media_type, part.content, content_id=content_id, inline=inline)


def _record(
    name: str, content_type: str, content: bytes, *, content_id: str = "", inline: bool = False
) -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    clean_type = charsets.clean(content_type)
    return Attachment(name, clean_type, len(content), digest, content, content_id, inline)
