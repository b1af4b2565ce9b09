"""Outgoing mail as bytes: exactly the headers intended, CRLF throughout, nothing blind in it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from .records import Address, Attachment

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_ATOMS = re.compile(r"[\w !#$%&'*+/=?^`{|}~-]*", re.ASCII)
_EMAIL = re.compile(r"[^\s<>(),;:\"\\]{1,64}@[^\s<>(),;:\"\\@]{1,255}")
_ID = re.compile(r"<[^<>\s]{3,900}>")
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_REFERENCES_KEPT = 20


class Unsendable(ValueError):
    """The message would not be the one that was meant; says why."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be. Blind copies are a matter of the envelope and have no place here."""

    from_: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    message_id: str
    date: datetime
    html: str = ""
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    automatic: bool = False
    unsubscribe: str = ""


def compose(message: Outgoing) -> bytes:
    """The message as RFC 5322 bytes, the same for the same input. Raises `Unsendable`."""
    lines = [*_headers(message), "MIME-Version: 1.0"]
    head = "\r\n".join(lines).encode("ascii") + b"\r\n"
    seed = hashlib.sha256(message.message_id.encode()).hexdigest()[:24]
    return head + _body(message, seed)


def _headers(message: Outgoing) -> Iterator[str]:
    yield "From: " + _mailboxes((message.from_,))
    for name, people in (("To", message.to), ("Cc", message.cc), ("Reply-To", message.reply_to)):
        if people:
            yield f"{name}: " + _mailboxes(people)
    yield "Subject: " + _words(_one_line(message.subject, "subject"))
    yield "Date: " + format_datetime(message.date)
    yield "Message-ID: " + _identifier(message.message_id)
    if message.in_reply_to:
        yield "In-Reply-To: " + _identifier(message.in_reply_to)
    if message.references:
        yield "References: " + "\r\n ".join(map(_identifier, _shortened(message.references)))
    if message.automatic:
        answered = "auto-replied" if message.in_reply_to else "auto-generated"
        yield f"Auto-Submitted: {answered}"
        yield "X-Auto-Response-Suppress: All"
    if message.unsubscribe:
        yield "List-Unsubscribe: <" + _url(message.unsubscribe) + ">"
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


def _one_line(text: str, what: str) -> str:
    if _CONTROL.search(text):
        raise Unsendable(f"The {what} contains a line break or a control character.")
    return text.encode("utf-8", "replace").decode("utf-8")


def _shortened(references: Sequence[str]) -> list[str]:
    """The first and the last of a long chain: enough for every mail program, and bounded."""
    if len(references) <= _REFERENCES_KEPT:
        return list(references)
    return [references[0], *references[1 - _REFERENCES_KEPT :]]


def _identifier(identifier: str) -> str:
    if not _ID.fullmatch(identifier) or not identifier.isascii():
        raise Unsendable("A message id is not valid.")
    return identifier


def _url(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>]+", url) or not url.isascii():
        raise Unsendable("The unsubscribe link is not valid.")
    return url


def _mailboxes(people: Sequence[Address]) -> str:
    return ",\r\n ".join(_mailbox(person) for person in people)


def _mailbox(person: Address) -> str:
    email = _one_line(person.email, "address")
    if not _EMAIL.fullmatch(email):
        raise Unsendable(f"{email!r} is not an address that mail can be sent to.")
    local, _, domain = email.rpartition("@")
    if not local.isascii():
        raise Unsendable(f"{email!r} needs a mail server that takes international addresses.")
    address = f"{local}@{_host(domain)}"
    name = _one_line(person.name, "name").strip()
    return f"{_phrase(name)} <{address}>" if name else address


def _host(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise Unsendable(f"{domain!r} is not a domain.") from None


def _phrase(name: str) -> str:
    if _ATOMS.fullmatch(name) and len(name) < 60:
        return name
    if name.isascii() and len(name) < 60:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _words(name, force=True)


def _words(text: str, *, force: bool = False) -> str:
    """A short ASCII line as it is; anything else as encoded words, folded between letters."""
    if not force and text.isascii() and len(text) < 900 and "=?" not in text:
        return _folded(text)
    words, piece = [], b""
    for letter in text:
        coded = letter.encode("utf-8")
        if len(piece) + len(coded) > 42:
            words.append(piece)
            piece = b""
        piece += coded
    words.append(piece)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in words)


def _folded(text: str) -> str:
    lines, line = [], ""
    for word in re.split(r"(?<=\S)(?= )", text):
        if line and len(line) + len(word) > 66 and line.strip():
            lines.append(line)
            line = ""
        line += word
    return "\r\n".join([*lines, line])


def _body(message: Outgoing, seed: str) -> bytes:
    inline = [part for part in message.attachments if part.inline and part.content_id]
    others = [part for part in message.attachments if part not in inline]
    if not message.html:
        inline, others = [], list(message.attachments)
    body = _text_part("plain", message.text)
    if message.html:
        page = _multipart(
            "related", seed + "r", [_text_part("html", message.html), *_files(inline)]
        )
        body = _multipart("alternative", seed + "a", [body, page])
    return _multipart("mixed", seed + "m", [body, *_files(others)])


def _multipart(kind: str, seed: str, parts: list[bytes]) -> bytes:
    """Parts under a boundary that no quoted-printable or base64 text can contain."""
    if len(parts) == 1:
        return parts[0]
    boundary = f"=_{seed}"
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode("ascii")
    line = b"--" + boundary.encode("ascii")
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _text_part(subtype: str, text: str) -> bytes:
    lines = "\n".join(text.splitlines()) + "\n" if text else ""
    content = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True)
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode("ascii") + content.replace(b"\r", b"=0D").replace(b"\n", b"\r\n")


def _files(attachments: Sequence[Attachment]) -> list[bytes]:
    return [_file_part(attachment) for attachment in attachments]


def _file_part(file: Attachment) -> bytes:
    kind = file.content_type if _TYPE.fullmatch(file.content_type) else ""
    if not kind or kind.startswith(("message/", "multipart/")):
        kind = "application/octet-stream"  # these may not travel as base64
    disposition = "inline" if file.inline and file.content_id else "attachment"
    lines = [
        f"Content-Type: {kind}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {disposition}" + _file_name(file.name),
    ]
    if file.content_id:
        lines.append("Content-ID: " + _identifier(f"<{file.content_id.strip('<>')}>"))
    content = base64.encodebytes(file.content).replace(b"\n", b"\r\n")
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + content


def _file_name(name: str) -> str:
    safe = _one_line(name, "file name")
    if not safe:
        return ""
    if safe.isascii() and len(safe) < 60:
        escaped = safe.replace("\\", "\\\\").replace('"', '\\"')
        return f';\r\n filename="{escaped}"'
    coded = quote(safe, safe="")
    pieces = re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,50}", "utf-8''" + coded)
    if len(pieces) == 1:
        return f";\r\n filename*={pieces[0]}"
    return "".join(f";\r\n filename*{number}*={piece}" for number, piece in enumerate(pieces))
