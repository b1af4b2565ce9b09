"""Messenger and Instagram: who writes to our page or account.
https://developers.facebook.com/docs/messenger-platform"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from rapport.integrations import http
from rapport.integrations.providers import asking, meta, meta_talks
from rapport.integrations.providers.limits import ANYTHING, MB, Files, Kind, Window
from rapport.integrations.providers.meta import BASE, BY_HAND, Hooked
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
    Recalled,
    RemoteFile,
    Unreadable,
)

_KINDS = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4", "file": ""}


class Messenger(Hooked):
    """Messages to our Facebook page."""

    slug: ClassVar[str] = "messenger"
    name: ClassVar[str] = "Messenger"
    medium: ClassVar[str] = "messenger"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("page_id"),
        Field("access_token", is_secret=True),
        *Hooked.shared,
    )
    longest: ClassVar[int] = 2000
    # Later than that only as what a person wrote, which Meta allows an app when it was asked to.
    window: ClassVar[Window] = Window(24, by_hand=7 * 24)
    files: ClassVar[Files] = Files(
        (
            Kind("image", ("image/jpeg", "image/png", "image/gif"), 8 * MB),
            Kind("video", ("video/mp4",), 25 * MB),
            Kind("audio", ("audio/mpeg",), 25 * MB),
            Kind("file", ANYTHING, 25 * MB),
        )
    )
    look_every: ClassVar[int] = 30
    platform: ClassVar[str] = "messenger"
    takes_twice: ClassVar[bool] = False
    # What Meta calls the thing that is written to, and which of the account's fields it is.
    about: ClassVar[str] = "page"
    target: ClassVar[str] = "page_id"
    named: ClassVar[str] = "first_name,last_name"

    def read(self, content: bytes, account: Account) -> Heard:
        """Messages to our page; what it wrote itself comes back as an echo, and is not one."""
        came = asking.object_in(content, Unreadable)
        if came.get("object") != self.about:
            raise Unreadable(f"it is not about {self.name}")
        ours = [one for one in came["entry"] if str(one["id"]) == account.get(self.target)]
        events = [event for one in ours for event in one.get("messaging") or ()]
        return Heard(tuple(found for event in events for found in _message(event)))

    def send(self, message: Outgoing, account: Account, at: float) -> str:
        """An answer, as Meta calls what is sent within its 24 hours."""
        late = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
        content = {
            "recipient": {"id": message.to}, "message": self._spoken(message, account),
            **(late if message.is_by_hand else {"messaging_type": "RESPONSE"}),
        }  # fmt: skip
        said = meta.post(f"{BASE}/{account['page_id']}/messages", content, account)
        return str(said["message_id"])

    def _spoken(self, message: Outgoing, account: Account) -> dict[str, Any]:
        if not message.files:
            return {"text": message.text}
        [file] = message.files
        return {"attachment": {"type": file.kind, "payload": self._left(file, account)}}

    def _left(self, file: Enclosed, account: Account) -> dict[str, Any]:
        """Where the file lies: with Meta, left there first. It takes names of plain letters."""
        plain = file.name.encode("ascii", "replace").decode().replace("?", "_")
        about = {"attachment": {"type": file.kind, "payload": {"is_reusable": False}}}
        said = meta.upload(
            f"{BASE}/{account['page_id']}/message_attachments", {"message": json.dumps(about)},
            replace(file, name=plain), account,
        )  # fmt: skip
        return {"attachment_id": str(said["attachment_id"])}

    def meet(self, account: Account, url: str, at: float) -> str:
        """The page tells the app, and the app tells us; the latter is ours to say with its id."""
        where, fields = (
            f"{BASE}/{account['page_id']}/subscribed_apps",
            "messages,messaging_postbacks",
        )
        try:
            meta.post(where, {"subscribed_fields": fields}, account)
            if not url or not account.get("app_id"):
                return BY_HAND
            meta.subscribe(account, self.about, fields, url)
        except (NotTaken, NotNow) as error:
            return f"{BY_HAND} ({error})"
        return ""

    def recall(self, account: Account, since: float, at: float) -> Iterator[Recalled]:
        """What stands in the conversations that went on since."""
        yield from meta_talks.since(account, since, of=(self.platform, self.about, self.target))

    def try_out(self, account: Account, at: float) -> str:
        """The name of the page."""
        return str(meta.get(f"{BASE}/{account['page_id']}?fields=name", account)["name"])

    def name_of(self, address: str, account: Account) -> str:
        """Of somebody who wrote to us; the messages themselves bear a number alone."""
        said = meta.get(f"{BASE}/{address}?fields={self.named}", account)
        names = [str(said[field]) for field in self.named.split(",") if said.get(field)]
        return " ".join(names)

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """The address is signed itself and needs no token; it is asked at Meta's alone."""
        if not meta.is_of_meta(file.ref):
            raise NotTaken("it does not lie with Meta")
        try:
            request = http.Request("GET", file.ref, public_only=True)
            answer = http.send(request, deadline=30, largest=largest)
        except http.Unreachable as error:
            raise NotNow(str(error)) from None
        if answer.status != 200:
            raise NotTaken(f"HTTP {answer.status}")
        return File(answer.content, answer.headers.get("content-type", file.content_type))


class Instagram(Messenger):
    """Messages to our Instagram account, which hangs on a Facebook page."""

    slug: ClassVar[str] = "instagram"
    name: ClassVar[str] = "Instagram"
    medium: ClassVar[str] = "instagram"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("page_id"),
        Field("instagram_id"),
        Field("access_token", is_secret=True),
        *Hooked.shared,
    )
    longest: ClassVar[int] = 1000
    # It fetches them; of other files than PDF there is no talk.
    files: ClassVar[Files] = Files(
        (
            Kind("image", ("image/jpeg", "image/png", "image/gif"), 8 * MB),
            Kind("video", ("video/mp4",), 25 * MB),
            Kind("file", ("application/pdf",), 25 * MB),
        ),
        are_fetched=True,
    )
    platform: ClassVar[str] = "instagram"
    about: ClassVar[str] = "instagram"
    target: ClassVar[str] = "instagram_id"
    named: ClassVar[str] = "name"

    def _left(self, file: Enclosed, account: Account) -> dict[str, Any]:
        return {"url": file.url}


def _message(event: dict[str, Any]) -> Iterator[Incoming]:
    """Read marks, deliveries and reactions have no message; an echo is ours."""
    if pressed := event.get("postback"):
        key = str(pressed.get("mid") or f"{event['sender']['id']}.{event['timestamp']}")
        yield Incoming(key, str(event["sender"]["id"]), text=str(pressed.get("title") or ""))
        return
    message = event.get("message")
    if not message or message.get("is_echo") or message.get("is_deleted"):
        return
    files = tuple(_files(message.get("attachments") or []))
    text = str(message.get("text") or "")
    if text or files:
        yield Incoming(str(message["mid"]), str(event["sender"]["id"]), text=text, files=files)


def _files(attachments: list[dict[str, Any]]) -> Iterator[RemoteFile]:
    for one in attachments:
        url = (one.get("payload") or {}).get("url")
        if one.get("type") in _KINDS and url:
            yield RemoteFile(str(url), content_type=_KINDS[one["type"]])
