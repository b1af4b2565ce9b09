"""Which addresses this machine may connect to on somebody's word: public ones, and those the
operator allows (RAPPORT_INTERNAL_HOSTS). A name is resolved once, every answer is checked, and
the connection goes to the checked address, so that no second answer can slip in between."""

import ipaddress
import socket
from collections.abc import Sequence

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Not public, whatever the standard library of this Python says: local NAT64, site-local,
# documentation.
_NEVER = [
    ipaddress.IPv6Network(network) for network in ("64:ff9b:1::/48", "fec0::/10", "3fff::/20")
]


class Forbidden(OSError):
    """The host is, or leads to, an address inside."""


def resolve(host: str, port: int, *, trusted: bool = False) -> list[str]:
    """The addresses to connect to. Raises `Forbidden` if any of them is inside."""
    name = host.strip().strip("[]").rstrip(".").lower()
    if not name:
        raise Forbidden("no host is given")
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise Forbidden(f"{host} is no host name") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not trusted and name not in _allowed_names():
        for address in addresses:
            check(address, host)
    return addresses


def resolve_public(host: str, port: int) -> list[str]:
    """The same for what a stranger names: public addresses alone, whatever the operator allows."""
    found = resolve(host, port, trusted=True)
    for address in found:
        if not _is_public_throughout(address):
            raise Forbidden(f"{host} leads to an address inside the network")
    return found


def connect(host: str, port: int, *, timeout: float, trusted: bool = False) -> socket.socket:
    """A TCP connection to the first address that answers, all of them checked."""
    last: OSError = Forbidden(f"{host} has no address")
    for address in resolve(host, port, trusted=trusted):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            last = error
    raise last


def check(address: str, host: str = "") -> None:
    """Raise `Forbidden` unless the address is public or allowed by the operator."""
    plain = ipaddress.ip_address(address.split("%")[0])
    inside = _unwrapped(plain)
    if is_public(inside) and is_public(plain):
        return
    if any(candidate in network for candidate in (plain, inside) for network in _allowed()):
        return
    raise Forbidden(f"{host or address} leads to an address inside the network")


def _is_public_throughout(address: str) -> bool:
    plain = ipaddress.ip_address(address.split("%")[0])
    return is_public(plain) and is_public(_unwrapped(plain))


def is_public(address: Address) -> bool:
    """Whether this is an address of the public internet and of one machine."""
    if any(address in network for network in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one carries (mapped, 6to4, Teredo, NAT64), else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if int(address) >> 32 == 0 and int(address) > 1:
        return ipaddress.IPv4Address(int(address))
    return address


def _allowed() -> Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    networks = []
    for entry in settings.INTERNAL_HOSTS:
        try:
            networks.append(ipaddress.ip_network(entry, strict=False))
        except ValueError:
            continue
    return networks


def _allowed_names() -> frozenset[str]:
    return frozenset(entry.lower() for entry in settings.INTERNAL_HOSTS)
