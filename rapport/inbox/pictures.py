"""Remote pictures of a mail, shown only when a person wants it, and fetched by us: the sender
learns that somebody opened the mail, never who or from where.

An address is signed for its message, so that nobody fetches anything else through here. Only
public addresses are asked, whatever the operator allows for mail servers; the bytes are a raster
picture or nothing.
"""

import hashlib
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing

from rapport.inbox.models import Message
from rapport.integrations import http

LARGEST = 5 * 1024 * 1024
DEADLINE = 6.0
MOST_IN_A_MAIL = 100
LONGEST_URL = 2_000
CACHE_BYTES = 100 * 1024 * 1024
# So many at once in a process, so that slow servers of strangers never stop our own pages.
_at_once = threading.BoundedSemaphore(4)
_HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Mozilla/5.0"}
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


class NoPicture(Exception):
    """It could not be had, or is no picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes, and the type that they begin like."""

    content: bytes
    kind: str


def through_us(message: Message, base: str) -> Callable[[str], str | None]:
    """Gives each remote address of a message its address here, as far as we show them."""
    count = 0

    def address(url: str) -> str | None:
        nonlocal count
        count += 1
        url = f"https:{url}" if url.startswith("//") else url
        if count > MOST_IN_A_MAIL or len(url) > LONGEST_URL:
            return None
        return f"{base}?{urlencode({'of': _signer(message).sign(url)})}"

    return address


def url_of(message: Message, signed: str) -> str:
    """The remote address behind one of ours; raises `NoPicture` for any other."""
    try:
        return _signer(message).unsign(signed)
    except signing.BadSignature:
        raise NoPicture("it was not signed for this message") from None


def fetch(message: Message, url: str) -> Picture:
    """The picture, from the cache or from afar."""
    path = _path(message, url)
    try:
        return _recognised(path.read_bytes())
    except OSError:
        picture = _ask(url)
    _keep(path, picture.content)
    return picture


def _signer(message: Message) -> signing.Signer:
    return signing.Signer(salt=f"inbox.picture:{message.workspace_id}:{message.pk}")


def _ask(url: str) -> Picture:
    if not _at_once.acquire(timeout=DEADLINE):
        raise NoPicture("too many are fetched just now")
    try:
        request = http.Request("GET", url, _HEADERS, public_only=True)
        answer = http.send(request, deadline=DEADLINE, largest=LARGEST, follow=True)
    except (http.Unreachable, ValueError) as error:
        raise NoPicture(str(error)) from None
    finally:
        _at_once.release()
    if answer.status != 200:
        raise NoPicture(f"the server said {answer.status}")
    return _recognised(answer.content)


def _recognised(content: bytes) -> Picture:
    """By its first bytes alone; what the server calls it does not count, and SVG is none."""
    for beginning, kind in _KINDS:
        if content.startswith(beginning):
            return Picture(content, kind)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Picture(content, "image/webp")
    raise NoPicture("it is no picture")


def _path(message: Message, url: str) -> Path:
    name = hashlib.sha256(f"{message.workspace_id}:{message.pk}:{url}".encode()).hexdigest()
    return Path(settings.PICTURE_CACHE) / name[:2] / name


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all; without room it is just fetched again next time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
        make_room()
    except OSError:
        return


def make_room(limit: int = CACHE_BYTES) -> None:
    """Drop the oldest pictures while the cache is larger than it may be."""
    files = [(file.stat(), file) for file in Path(settings.PICTURE_CACHE).glob("*/*")]
    size = sum(stat.st_size for stat, _ in files)
    for stat, file in sorted(files, key=lambda pair: pair[0].st_mtime):
        if size <= limit:
            return
        file.unlink(missing_ok=True)
        size -= stat.st_size
