"""Address lists as people and programs write them, read in one pass (RFC 5322 and worse)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import headers
from .records import Address

_SIMPLE = re.compile(
    r'(?:"([^"\\]*+)"|([^"\\<>(),:;@\[\]]*+))\s*<([^\s"\\<>(),:;@]++@[^\s"\\<>(),:;@]++)>'
)
# A quoted string, a comment (one level is enough: deeper ones are rare and stay text),
# an encoded word (which may hold commas), an angle address, a delimiter, or a run of text.
_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"\\]++|\\.){0,60}+)"'
    r"|\((?P<comment>(?:[^()\\]++|\\.){0,60}+)\)"
    r"|(?P<word>=\?[^?\s]{0,60}\?[bBqQ]\?[^?\r\n]{0,1000}+\?=)"
    r"|<(?P<angle>[^<>]{0,1000}+)>"
    r"|(?P<mark>[,;:])"
    r"|(?P<text>(?:(?!=\?)[^\"()<>,;:])++)"
    r"|(?P<stray>.)",
    re.DOTALL,
)
_WELL_FORMED = re.compile(r"\s*[^\s@]++@[^\s@]++\s*")
_AT = re.compile("[@\ufe6b\uff20]")
# "Poisson, Claire, MBA <claire@…>": what stands before an address may be one name.
_MOST_COMMAS = 4
_COMMENT = re.compile(r"\([^()]{0,1000}+\)")
_SPACED_DOMAIN = re.compile(r"@\s{0,9}[\w-]{1,63}+(?:\s{0,9}\.\s{0,9}[\w-]{1,63}+){1,9}+")
_BARE = re.compile(
    r'(?:"(?:[^"\\]|\\.){0,64}"|(?<![^\s"<>(),:;@])[^\s"<>(),:;@]{1,320}+)@[^\s"<>(),;@]{1,320}'
)


def parse(value: str, limit: int = 100_000) -> tuple[Address, ...]:
    """Every mailbox of a header, groups opened; at most `limit`."""
    line = headers.unfold(value)
    if not line:
        return ()
    simple = _SIMPLE.fullmatch(line)
    if simple:
        return (Address(_name(simple[1] or simple[2] or ""), _email(simple[3])),)
    found = []
    for address in _split(line):
        found.append(address)
        if len(found) >= limit:
            break
    return tuple(found)


def parse_author(value: str, limit: int = 100_000) -> tuple[Address, ...]:
    """The same for a From: a name, a comma and a bare address are one person. Without a host a
    word is no address (RFC 5322, 3.4.1), and two authors would need a Sender (3.6.2)."""
    found = parse(value, limit)
    if not 2 <= len(found) <= _MOST_COMMAS + 1:
        return found
    *names, last = found
    words = [one.name or one.email for one in names]
    if (
        last.name
        or not _WELL_FORMED.fullmatch(last.email)
        or any(_AT.search(one.name + one.email) for one in names)
    ):
        return found
    return (Address(", ".join(words), last.email),)


def _split(line: str) -> Iterator[Address]:
    box = _Mailbox()
    names: list[_Mailbox] = []
    for token in _TOKEN.finditer(line):
        kind, text = token.lastgroup or "", token[0]
        if kind == "mark" and text == ":" and not box.is_address:
            yield from _finish(names)
            box, names = _Mailbox(), []  # the name of a group
        elif kind == "mark" and text in ",;":
            names.append(box)
            if text == ";" or not box.is_name or len(names) > _MOST_COMMAS:
                yield from _finish(names)
                names = []
            box = _Mailbox()
        else:
            box.add(kind, token[kind] if kind != "word" else text)
    yield from _finish([*names, box])


def _finish(boxes: list[_Mailbox]) -> Iterator[Address]:
    """Mailboxes between commas. Those of names alone, before the only one with an address, are the
    parts of a name that nobody put into quotes."""
    *names, last = boxes or [_Mailbox()]
    if names and last.is_named and all(box.is_name for box in names):
        last.phrase = [", ".join("".join(box.phrase).strip() for box in boxes).rstrip(", ")]
        yield from last.finish()
        return
    for box in boxes:
        yield from box.finish()


class _Mailbox:
    """One address in the making."""

    def __init__(self) -> None:
        self.phrase: list[str] = []
        self.comments: list[str] = []
        self.spelled: list[str] = []
        self.angles: list[str] = []

    @property
    def is_address(self) -> bool:
        return bool(self.angles) or "@" in "".join(self.spelled)

    @property
    def is_name(self) -> bool:
        """Whether it is words without anything that could be an address."""
        name = "".join(self.phrase)
        return not self.angles and bool(name.strip()) and not _AT.search(headers.decode(name))

    @property
    def is_named(self) -> bool:
        """Whether it ends in one well-formed address, and no other is near it."""
        if len(self.angles) != 1 or not _WELL_FORMED.fullmatch(self.angles[0]):
            return False
        return not _AT.search(headers.decode("".join(self.phrase)))

    def add(self, kind: str, text: str) -> None:
        if kind == "angle":
            self.angles.append(text)
        elif kind == "comment":
            self.comments.append(text)
        elif kind == "quoted":
            self.phrase.append(re.sub(r"\\(.)", r"\1", text))
            self.spelled.append(f'"{text}"')
        else:
            self.phrase.append(text)
            self.spelled.append(text)

    def finish(self) -> Iterator[Address]:
        """The mailbox, where there is one: an angle address wins over anything in its name."""
        angles = [angle for angle in self.angles if angle.strip() and ";" not in angle]
        if angles:
            name = _name("".join(self.phrase)) or _name(" ".join(self.comments))
            yield Address(name, _email(angles[-1]))
            return
        spelled = "".join(self.spelled).strip()
        spelled = _SPACED_DOMAIN.sub(lambda found: "".join(found[0].split()), spelled)
        found = list(_BARE.finditer(spelled))
        if found:
            bare = found[-1]  # what stands before it is a name
            left = spelled[: bare.start()] + spelled[bare.end() :]
            name = _name(" ".join(self.comments)) or _name(left.strip(' "'))
            yield Address(name, _email(bare[0]))
        elif spelled:
            name = _name("".join(self.phrase))
            # A single word is an account on the sender's own machine.
            is_account = " " not in name and not self.angles
            yield Address("", name) if is_account else Address(name, "")


def _name(text: str) -> str:
    name = headers.decode(text).strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return " ".join(name.split())


def _email(text: str) -> str:
    """The address alone: no route, no mailto, no blanks around the at sign."""
    email = _COMMENT.sub("", headers.decode(text)).strip()
    if email.startswith("@") and ":" in email:
        email = email.rsplit(":", 1)[1]
    if email.lower().startswith("mailto:"):
        email = email[7:]
    local, at, domain = email.rpartition("@")
    return f"{local.strip()}@{''.join(domain.split()).rstrip('.>')}" if at else email
