"""The only way out over HTTP: a deadline, a size limit, no private addresses, every redirect
checked anew, and no secret in a log or an error."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2

from rapport.integrations import addresses
from rapport.integrations.authorities import trusted

DEADLINE = 10.0
LARGEST = 2 * 1024 * 1024
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Of other errors of the system those inside a connection come as errors of HTTP.
_NOT_HEARD = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.InvalidURL, OSError)
_SECRET = re.compile(
    r"(?i)((?:authorization|cookie|token|secret|password|code|key|assertion)[\"']?\s*[=:]\s*[\"']?)"
    r"[^\s&\"',}]+"
)


class Unreachable(Exception):
    """The other side could not be asked, or did not answer in time or size; says why."""


class NeverAsked(Unreachable):
    """No connection came about: whatever was asked was not heard, and may be asked again."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    form: Mapping[str, str] | None = None
    # A stranger named the address: what the operator allows inside does not count.
    public_only: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class GuardedBackend(httpcore2.SyncBackend):
    """Connects only to addresses that were checked."""

    def __init__(self, resolve: Callable[[str, int], list[str]] = addresses.resolve) -> None:
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve once, check every answer, connect to one of these very addresses."""
        last: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in self._resolve(host, port):
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore2.ConnectError as error:
                last = error
        raise last


def send(
    request: Request,
    *,
    deadline: float = DEADLINE,
    largest: int = LARGEST,
    follow: bool = False,
) -> Answer:
    """Ask, and read the answer within the deadline and the size limit. Redirects are answers
    unless `follow`; then each is checked like a first address."""
    until = time.monotonic() + deadline
    url = request.url
    for _ in range(MOST_REDIRECTS + 1):
        check_url(url)
        answer = _once(request, url, until, largest)
        if not follow or answer.status not in REDIRECTS:
            return answer
        url = urljoin(url, answer.headers.get("location", ""))
        if urlsplit(url).netloc != urlsplit(request.url).netloc:
            # Another host gets none of the secrets that were meant for the first.
            request = Request("GET", url, public_only=request.public_only)
    raise Unreachable("it redirects too often")


def check_url(url: str) -> None:
    """Only http and https, with a host, without a user name in it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise Unreachable("only plain http and https addresses are asked")


def redacted(text: str) -> str:
    """The text with what looks like a secret taken out."""
    return _SECRET.sub(r"\1…", text)


def _once(request: Request, url: str, until: float, largest: int) -> Answer:
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise Unreachable("it did not answer in time")
    try:
        with (
            httpx2.Client(
                transport=_transport(request), timeout=remaining, trust_env=False
            ) as client,
            client.stream(
                request.method,
                url,
                headers=dict(request.headers),
                content=request.content or None,
                data=dict(request.form) if request.form is not None else None,
            ) as response,
        ):
            if request.public_only and "content-encoding" in response.headers:
                raise Unreachable("it is packed, and could unpack to anything")
            content = _read(response, until, largest)
            return Answer(response.status_code, dict(response.headers), content)
    except _NOT_HEARD as error:
        raise NeverAsked(redacted(str(error)) or type(error).__name__) from None
    except httpx2.HTTPError as error:
        raise Unreachable(redacted(str(error)) or type(error).__name__) from None


def _transport(request: Request) -> httpx2.HTTPTransport:
    resolve = addresses.resolve_public if request.public_only else addresses.resolve
    transport = httpx2.HTTPTransport(verify=trusted("http"), trust_env=False)
    transport._pool = httpcore2.ConnectionPool(
        ssl_context=trusted("http"), network_backend=GuardedBackend(resolve)
    )
    return transport


def _read(response: httpx2.Response, until: float, largest: int) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > largest:
            raise Unreachable("its answer is too large")
        if time.monotonic() > until:
            raise Unreachable("it did not answer in time")
    return bytes(content)
