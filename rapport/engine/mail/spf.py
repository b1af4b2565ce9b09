"""Whether a server may send for a domain: `check_host` of RFC 7208.

Nothing is asked here: `ask(name, kind)` answers with the records of a name as text, an empty tuple
where there are none, and None where no answer could be had.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Literal

from . import spf_macros

Result = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"]
Address = IPv4Address | IPv6Address
Ask = Callable[[str, str], tuple[str, ...] | None]

MOST_LOOKUPS, MOST_VOID, MOST_NAMES = 10, 2, 10
_RESULTS: dict[str, Result] = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_TERM = re.compile(
    r"([+?~-]?)(all|include|a|mx|ptr|exists)(?::(.+?))?"
    r"(?:/(0|[1-9]\d{0,2}))?(?://(0|[1-9]\d{0,2}))?",
    re.I,
)
# What a name in a record ends with: a macro, or a label that is no number.
_NAME = re.compile(
    r"[!-~]*(?:%\{[^}]+\}|\.(?=[a-z0-9-]*[a-z-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.?)", re.I
)
_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.I)


@dataclass(frozen=True, slots=True)
class _Mechanism:
    """One term of a record, as it was written."""

    sign: str
    name: str
    value: str | None = None
    bits4: str | None = None
    bits6: str | None = None


class _Permanent(Exception):
    """The record is wrong, or asks for too much."""


class _Temporary(Exception):
    """A name server gave no answer."""


@dataclass(slots=True)
class _Look:
    """One check: who sent, and what was asked so far."""

    ip: Address
    sender: str
    helo: str
    ask: Ask
    lookups: int = 0
    void: int = 0
    seen: set[str] = field(default_factory=set)

    def spend(self) -> None:
        """One more term that asks."""
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise _Permanent

    def records(self, name: str, kind: str, *, counts_void: bool = True) -> tuple[str, ...]:
        """Records of a name; too many names without any are a way to abuse name servers."""
        found = self.ask(name, kind)
        if found is None:
            raise _Temporary
        if not found and counts_void:
            self.void += 1
            if self.void > MOST_VOID:
                raise _Permanent
        return found


def check_host(ip: str, domain: str, *, sender: str, helo: str, ask: Ask) -> Result:
    """What the domain says of a server at `ip` that sends for `sender`."""
    address = ip_address(ip)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if not _is_name(domain):
        return "none"
    look = _Look(address, sender if "@" in sender else f"postmaster@{domain}", helo, ask)
    try:
        return _check(look, domain.lower().rstrip("."))
    except _Permanent:
        return "permerror"
    except _Temporary:
        return "temperror"


def _check(look: _Look, domain: str) -> Result:
    texts = look.records(domain, "TXT", counts_void=False)
    records = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if not records:
        return "none"
    if len(records) > 1:
        raise _Permanent
    terms = [term for term in records[0].split(" ")[1:] if term]
    redirect = _redirect_in(look, domain, terms)
    mechanisms = [_mechanism(term) for term in terms if not _MODIFIER.fullmatch(term)]
    for one in mechanisms:
        if _matches(look, domain, one):
            return _RESULTS[one.sign or "+"]
    if redirect and not any(one.name == "all" for one in mechanisms):
        return _redirected(look, domain, redirect)
    return "neutral"


def _redirect_in(look: _Look, domain: str, terms: list[str]) -> str:
    """Where the record sends us on to; all modifiers are looked through for mistakes."""
    known: dict[str, str] = {}
    for term in terms:
        if not (found := _MODIFIER.fullmatch(term)):
            continue
        name, value = found[1].lower(), found[2]
        if name not in ("redirect", "exp"):
            _expanded(look, domain, f"{value}.x")
            continue
        if name in known or not _NAME.fullmatch(value):
            raise _Permanent
        known[name] = value
        _expanded(look, domain, value, explains=name == "exp")
    return known.get("redirect", "")


def _mechanism(term: str) -> _Mechanism:
    sign = term[0] if term[0] in "+?~-" else ""
    name, colon, value = term.removeprefix(sign).partition(":")
    if name.lower() in ("ip4", "ip6") and colon:
        return _Mechanism(sign, name.lower(), value)
    found = _TERM.fullmatch(term)
    if found is None:
        raise _Permanent
    one = _Mechanism(found[1], found[2].lower(), found[3], found[4], found[5])
    is_named = one.value is not None
    if one.name in ("include", "exists") and not is_named or one.name == "all" and is_named:
        raise _Permanent
    if one.value is not None and not _NAME.fullmatch(one.value):
        raise _Permanent
    if (one.bits4 or one.bits6) and one.name not in ("a", "mx"):
        raise _Permanent
    if int(one.bits4 or 0) > 32 or int(one.bits6 or 0) > 128:
        raise _Permanent
    return one


def _matches(look: _Look, domain: str, one: _Mechanism) -> bool:
    if one.name == "all":
        return True
    if one.name in ("ip4", "ip6"):
        return _in_network(look.ip, one.value or "", 4 if one.name == "ip4" else 6)
    look.spend()
    target = domain if one.value is None else _expanded(look, domain, one.value)
    if one.name == "include":
        return _included(look, target)
    if one.name == "exists":
        return bool(look.records(target, "A"))
    if one.name == "ptr":
        return _named(look, target)
    hosts = [target] if one.name == "a" else _exchangers(look, target)
    return any(_is_at(look, host, one) for host in hosts)


def _redirected(look: _Look, domain: str, value: str) -> Result:
    look.spend()
    result = _check(look, _expanded(look, domain, value))
    if result == "none":
        raise _Permanent
    return result


def _included(look: _Look, target: str) -> bool:
    result = _check(look, target)
    if result == "none":
        raise _Permanent
    return result == "pass"


def _exchangers(look: _Look, name: str) -> list[str]:
    hosts = [text.split()[-1].rstrip(".") for text in look.records(name, "MX")]
    if len(hosts) > MOST_NAMES:
        raise _Permanent
    return hosts


def _is_at(look: _Look, host: str, one: _Mechanism) -> bool:
    kind, said = ("A", one.bits4) if look.ip.version == 4 else ("AAAA", one.bits6)
    bits = said or str(look.ip.max_prefixlen)
    found = look.records(host, kind)
    return any(look.ip in ip_network(f"{text}/{bits}", strict=False) for text in found)


def _named(look: _Look, target: str) -> bool:
    """By the name of the address; discouraged, and answered for those who still say it."""
    names = look.ask(look.ip.reverse_pointer, "PTR") or ()
    for text in names[:MOST_NAMES]:
        name = text.rstrip(".").lower()
        if name != target.lower() and not name.endswith(f".{target.lower()}"):
            continue
        kind = "A" if look.ip.version == 4 else "AAAA"
        if any(look.ip == ip_address(text) for text in look.ask(name, kind) or ()):
            return True
    return False


def _in_network(ip: Address, value: str, version: int) -> bool:
    if value.partition("/")[2][:1] == "0" and not value.endswith("/0"):
        raise _Permanent
    try:
        network = ip_network(value, strict=False)
    except ValueError as error:
        raise _Permanent from error
    if network.version != version:
        raise _Permanent
    return ip.version == version and ip in network


def _expanded(look: _Look, domain: str, value: str, *, explains: bool = False) -> str:
    who = {"sender": look.sender, "domain": domain, "helo": look.helo}
    try:
        name = spf_macros.expand(value, ip=look.ip, explains=explains, **who)
    except ValueError as error:
        raise _Permanent from error
    name = name.rstrip(".")
    while len(name) > 253 and "." in name:
        name = name.partition(".")[2]
    return name


def _is_name(domain: str) -> bool:
    labels = domain.rstrip(".").split(".")
    return len(labels) > 1 and len(domain) <= 254 and all(0 < len(one) < 64 for one in labels)
