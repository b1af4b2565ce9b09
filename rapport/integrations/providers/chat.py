"""Our own chat: what a visitor's browser sends, as it was kept."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from rapport.integrations.providers import asking
from rapport.integrations.providers.records import (
    Account,
    Field,
    Heard,
    Incoming,
    RemoteFile,
    Unreadable,
)

LONGEST = 4_000
MOST_FILES = 5


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
        files = tuple(_file(one) for one in kept.get("files", ())[:MOST_FILES])
        if not (text.strip() or files) or len(text) > LONGEST:
            raise Unreadable("a message is never empty, nor longer than a page")
        message = Incoming(f"{sender}-{key}", sender, text=_sound(text), files=files)
        return Heard(messages=(message,))


def kept(visitor: str, said: bytes, files: Sequence[tuple[str, str]] = ()) -> bytes:
    """What is stored of a request: who it was, what they sent as it came, and (token, name) of the
    files that they brought in before."""
    record: dict[str, Any] = {"visitor": visitor, "said": said.decode(errors="replace")}
    if files:
        record["files"] = [list(one) for one in files]
    return json.dumps(record).encode()


def _file(kept_as: Any) -> RemoteFile:
    token, name = kept_as
    return RemoteFile(str(token), str(name), is_here=True)


def _sound(text: str) -> str:
    """Without what no database takes: half characters, and NUL."""
    return text.encode(errors="replace").decode().replace("\0", "")
