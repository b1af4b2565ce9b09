"""Any other system: messages in and out as JSON, signed as Standard Webhooks has it."""

import json
from typing import Any, ClassVar

from rapport.integrations import http, signatures
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import asking
from rapport.integrations.providers.limits import ALWAYS, ANYTHING, MB, Files, Kind, Window
from rapport.integrations.providers.records import (
    Account,
    Enclosed,
    Field,
    File,
    Heard,
    Incoming,
    NotNow,
    NotTaken,
    Outgoing,
    Receipt,
    RemoteFile,
    Unreadable,
)

MOST_FILES = 20
# Nothing in it is needed but what went wrong.
LARGEST_ANSWER = 64 * 1024


class Webhook:
    """`message.created` in, `message.sent` out; both bear the id of what they are about."""

    slug: ClassVar[str] = "webhook"
    name: ClassVar[str] = "Signed webhook"
    medium: ClassVar[str] = "webhook"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("url", is_required=False),
        Field("secret", is_secret=True, is_made_up=True),
    )
    way: ClassVar[str] = "standard"
    signed_with: ClassVar[str] = "secret"
    thanks: ClassVar[tuple[str, str]] = ("", "text/plain")
    longest: ClassVar[int] = 20_000
    window: ClassVar[Window] = ALWAYS
    # One event stays small: the receiver fetches files from us, as we do from it.
    files: ClassVar[Files] = Files(
        (Kind("file", ANYTHING, 100 * MB, 20_000),), MOST_FILES, are_fetched=True, go_together=True
    )
    takes_twice: ClassVar[bool] = True

    def id_of(self, hook: Hook) -> str:
        """The id that is signed with it."""
        return hook.header("webhook-id")

    def read(self, content: bytes, account: Account) -> Heard:
        """One event a request; of a type we do not know, nothing."""
        event = asking.object_in(content, Unreadable)
        data = event.get("data")
        if not isinstance(data, dict):
            raise Unreadable("there is no data in it")
        if event.get("type") == "message.created":
            return Heard(messages=(_message(data),))
        if event.get("type") in ("message.delivered", "message.failed"):
            failed = event["type"] == "message.failed"
            return Heard(receipts=(Receipt(_text(data, "id"), failed, _text(data, "error")),))
        return Heard()

    def send(self, message: Outgoing, account: Account, at: float) -> str:
        """Our key is the id of the event, so that the receiver can tell a second try."""
        data = {
            "id": message.key, "to": {"address": message.to}, "text": message.text,
            "attachments": [_enclosed(file) for file in message.files],
        }  # fmt: skip
        self._post("message.sent", message.key, data, account, at)
        return message.key

    def try_out(self, account: Account, at: float) -> str:
        """An event that asks for nothing."""
        self._post("ping", f"ping_{int(at)}", {}, account, at)
        return account.get("url", "")

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """The file at the address that they named."""
        return asking.public_file(file.ref, largest)

    def _post(self, kind: str, key: str, data: dict[str, Any], account: Account, at: float) -> None:
        if not account.get("url"):
            raise NotTaken("no address is set to which answers go")
        content = {"type": kind, "timestamp": int(at), "data": data}
        body, stamp = json.dumps(content).encode(), str(int(at))
        try:
            signed = signatures.standard_signature(
                account.get("secret", ""), key=key, stamp=stamp, body=body
            )
        except signatures.Forged as error:
            raise NotNow(str(error), is_account=True) from None
        headers = {
            "Content-Type": "application/json", "User-Agent": asking.AGENT,
            "webhook-id": key, "webhook-timestamp": stamp, "webhook-signature": signed,
        }  # fmt: skip
        request = http.Request("POST", account["url"], headers, body)
        asking.ask(request, takes_twice=True, largest=LARGEST_ANSWER)


def _enclosed(file: Enclosed) -> dict[str, Any]:
    return {
        "url": file.url, "name": file.name, "content_type": file.content_type, "size": file.size,
    }  # fmt: skip


def _message(data: dict[str, Any]) -> Incoming:
    who = data.get("from")
    if not isinstance(who, dict) or not _text(who, "address") or not _text(data, "id"):
        raise Unreadable("a message needs an id and from.address")
    listed = data.get("attachments")
    files = listed if isinstance(listed, list) else []
    return Incoming(
        _text(data, "id"),
        _text(who, "address"),
        _text(who, "name"),
        _text(data, "text"),
        files=tuple(
            RemoteFile(_text(one, "url"), _text(one, "name"), _text(one, "content_type"))
            for one in files[:MOST_FILES]
            if isinstance(one, dict) and _text(one, "url")
        ),
    )


def _text(data: dict[str, Any], name: str) -> str:
    found = data.get(name)
    return found if isinstance(found, str) else ""
