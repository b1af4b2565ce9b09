"""Our own chat: what a visitor's browser sends, as it was kept."""

import json
from typing import Any, ClassVar

from rapport.integrations.providers import asking
from rapport.integrations.providers.records import Account, Field, Heard, Incoming, Unreadable

LONGEST = 4_000


class Chat:
    """A visitor is known by the session that they write from; what they say is plain text."""

    slug: ClassVar[str] = "chat"
    name: ClassVar[str] = "Web chat"
    medium: ClassVar[str] = "chat"
    fields: ClassVar[tuple[Field, ...]] = ()

    def read(self, content: bytes, account: Account) -> Heard:
        """One message a request, under the id that the browser made for it."""
        kept = asking.object_in(content, Unreadable)
        said = asking.object_in(str(kept.get("said", "")).encode(), Unreadable)
        sender, key, text = kept.get("visitor"), said.get("id"), said.get("text")
        if not (isinstance(sender, str) and isinstance(key, str) and isinstance(text, str)):
            raise Unreadable("a message needs a visitor, an id and a text")
        if not text.strip() or len(text) > LONGEST:
            raise Unreadable("a message is never empty, nor longer than a page")
        return Heard(messages=(Incoming(f"{sender}-{key}", sender, text=_sound(text)),))


def kept(visitor: str, said: bytes) -> bytes:
    """What is stored of a request: who it was, and what they sent as it came."""
    record: dict[str, Any] = {"visitor": visitor, "said": said.decode(errors="replace")}
    return json.dumps(record).encode()


def _sound(text: str) -> str:
    """Without what no database takes: half characters, and NUL."""
    return text.encode(errors="replace").decode().replace("\0", "")
