"""The macros in an SPF record: `%{i}`, `%{d2}`, `%{lr-}` (RFC 7208, section 7)."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

_MACRO = re.compile(r"%(?:\{([slodipvhcrt])(\d{0,3})(r?)([.+,/_=-]*)\}|([%_-])|)", re.I)
_LITERALS = {"%": "%", "_": " ", "-": "%20"}


def expand(
    text: str, *, ip: IPv4Address | IPv6Address, sender: str, domain: str, helo: str,
    explains: bool = False,
) -> str:  # fmt: skip
    """The text with its macros filled in; `ValueError` where one is not of the grammar. Some count
    only in what is said to people (`explains`)."""
    local, _, origin = sender.rpartition("@")
    values = {
        "s": sender, "l": local, "o": origin, "d": domain, "i": _dotted(ip), "p": "unknown",
        "v": "in-addr" if ip.version == 4 else "ip6", "h": helo,
    }  # fmt: skip
    if explains:
        values |= {"c": str(ip), "r": "unknown", "t": "0"}

    def fill(found: re.Match[str]) -> str:
        if found[5]:
            return _LITERALS[found[5]]
        letter = found[1].lower() if found[1] else ""
        if letter not in values:
            raise ValueError("no such macro here")
        said = _cut(values[letter], found[2], bool(found[3]), found[4] or ".")
        return quote(said, safe="") if found[1].isupper() else said

    return _MACRO.sub(fill, text)


def _cut(value: str, count: str, is_reversed: bool, delimiters: str) -> str:
    parts = re.split(f"[{re.escape(delimiters)}]", value)
    if is_reversed:
        parts.reverse()
    if count:
        if int(count) == 0:
            raise ValueError("none of its parts is asked for")
        parts = parts[-int(count) :]
    return ".".join(parts)


def _dotted(ip: IPv4Address | IPv6Address) -> str:
    if isinstance(ip, IPv4Address):
        return str(ip)
    return ".".join(ip.exploded.replace(":", ""))
