"""One mail, from its bytes to a `Parsed`."""

from __future__ import annotations

import re
from email.errors import MissingHeaderBodySeparatorDefect

from . import addresses, bodies, charsets, dates, headers, identifiers, limits, mending, structure
from .limits import Limits
from .records import Address, Headers, Parsed

_ENVELOPE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*(?:\r\n|\r|\n))*"
    rb"(?:>?From (?![ \t]*:)[^\r\n]*(?:\r\n|\r|\n)(?:\xef\xbb\xbf)?)?"
)


def parse(raw: bytes, allowed: Limits = limits.DEFAULT) -> Parsed:
    """Take a mail apart. Raises `Refused` where it asks for more than `allowed`."""
    limits.check_size(raw, allowed)
    root, defects = _structure(_without_envelope(raw), allowed)
    pairs = [(name, str(value)) for name, value in root.raw_items()]
    limits.check_headers(pairs, allowed)
    return _Assembly(root, pairs, allowed).parsed(defects)


def _structure(raw: bytes, allowed: Limits) -> tuple[structure.Part, tuple[str, ...]]:
    root, defects = structure.parse(raw, allowed)
    broken = any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in root.defects)
    if broken or mending.is_misread(raw):
        root, defects = structure.parse(mending.mend(raw), allowed)
        defects = (*defects, "headers-mended")
    return root, defects


def _without_envelope(raw: bytes) -> bytes:
    """Drop a byte order mark, blank lines and an mbox From line before the headers."""
    envelope = _ENVELOPE.match(raw)
    return raw[envelope.end() :] if envelope else raw


class _Assembly:
    """Reads the fields of the root part."""

    def __init__(self, root: structure.Part, pairs: list[tuple[str, str]], allowed: Limits) -> None:
        self.root = root
        self.pairs = pairs
        self.allowed = allowed

    def parsed(self, defects: tuple[str, ...]) -> Parsed:
        found = bodies.collect(self.root)
        references = identifiers.all_in(" ".join(self._all("references")))
        in_reply_to = self._first("in-reply-to")
        return Parsed(
            message_id=identifiers.first_in(self._first("message-id")),
            in_reply_to=next(iter(identifiers.answered(in_reply_to)), ""),
            references=references,
            parents=identifiers.parents(in_reply_to, references),
            **self._people(),
            subject=headers.decode(self._first("subject"), self._charset()),
            date=dates.parse(self._first("date")),
            text=_joined(found.text),
            html="\n".join(found.html),
            attachments=tuple(found.attachments),
            headers=self._decoded(),
            defects=(*defects, "text-from-html") if found.made_from_html else defects,
        )

    def _charset(self) -> str:
        """The charset of the letter: that of the mail or of its first part."""
        part = self.root
        while part.children:
            part = part.children[0]
        return self.root.parameters.get("charset", "") or part.parameters.get("charset", "")

    def _people(self) -> dict[str, tuple[Address, ...]]:
        fields = ("from", "sender", "to", "cc", "reply-to")
        people = {
            field.replace("-", "_"): self._mailboxes(field, self.allowed.recipients + 1)
            for field in fields
        }
        if sum(len(found) for found in people.values()) > self.allowed.recipients:
            raise limits.Refused("recipients")
        people["from_"] = people.pop("from")
        return people

    def _mailboxes(self, field: str, limit: int) -> tuple[Address, ...]:
        values = self._all(field)
        read = addresses.parse_author if field == "from" else addresses.parse
        return tuple(box for value in values for box in read(value, limit))

    def _all(self, wanted: str) -> list[str]:
        return [value for name, value in self.pairs if name.lower() == wanted]

    def _first(self, wanted: str) -> str:
        """The first value that says something."""
        values = self._all(wanted)
        return next((value for value in values if value.strip()), "")

    def _decoded(self) -> Headers:
        return Headers(
            tuple((charsets.clean(name), headers.decode(value)) for name, value in self.pairs)
        )


def _joined(pieces: list[str]) -> str:
    """Text parts one after the other, each beginning on its own line."""
    text = ""
    for piece in pieces:
        text += piece if not text or text.endswith("\n") else "\n" + piece
    return text
