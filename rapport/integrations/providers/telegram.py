"""Telegram: a bot that people write to. https://core.telegram.org/bots/api"""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from rapport.integrations import http
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import asking, telegram_api
from rapport.integrations.providers.limits import ALWAYS, ANYTHING, MB, Files, Kind, Window
from rapport.integrations.providers.records import (
    Account,
    Field,
    File,
    Heard,
    Incoming,
    NotNow,
    NotTaken,
    Outgoing,
    Recalled,
    RemoteFile,
    Told,
    Unreadable,
    Unsure,
)

# What a bot may be sent, with the name that a file of it gets where it has none.
_KINDS = {
    "document": "document", "voice": "voice message.ogg", "audio": "audio", "video": "video.mp4",
    "video_note": "video message.mp4", "animation": "animation.mp4", "sticker": "sticker.webp",
}  # fmt: skip
MOST_AT_ONCE = 100


class Telegram:
    """Messages of people and groups; no more than a bot is shown."""

    slug: ClassVar[str] = "telegram"
    name: ClassVar[str] = "Telegram"
    medium: ClassVar[str] = "telegram"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("bot_token", is_secret=True),
        Field("word", is_secret=True, is_made_up=True),
    )
    way: ClassVar[str] = "telegram"
    signed_with: ClassVar[str] = "word"
    thanks: ClassVar[tuple[str, str]] = ("", "text/plain")
    longest: ClassVar[int] = 4096
    window: ClassVar[Window] = ALWAYS
    # https://core.telegram.org/bots/api#sending-files
    files: ClassVar[Files] = Files(
        (
            Kind("sendPhoto", ("image/jpeg", "image/png"), 10 * MB, 1024),
            Kind("sendDocument", ANYTHING, 50 * MB, 1024),
        )
    )
    look_every: ClassVar[int] = 15
    takes_twice: ClassVar[bool] = False

    def id_of(self, hook: Hook) -> str:
        """The number of the update."""
        try:
            return str(asking.object_in(hook.body, Unreadable).get("update_id", ""))
        except Unreadable:
            return ""

    def read(self, content: bytes, account: Account) -> Heard:
        """A message of a person or a group; joining, leaving and the like are none."""
        message = asking.object_in(content, Unreadable).get("message")
        if not message:
            return Heard()
        chat, author = message["chat"], message.get("from") or {}
        text = message.get("text") or message.get("caption") or _spoken(message)
        files = _files(message)
        if not text and not files:
            return Heard()
        name = chat.get("title") or _name(chat)
        incoming = Incoming(
            f"{chat['id']}.{message['message_id']}", str(chat["id"]), name, str(text),
            author=_name(author) if chat.get("type") != "private" else "", files=files,
        )  # fmt: skip
        return Heard(messages=(incoming,))

    def send(self, message: Outgoing, account: Account, at: float) -> str:
        """Plain text: nothing in it is taken for a mark-up."""
        if message.files:
            [file] = message.files
            fields = {"chat_id": message.to, "caption": message.text}
            sent = telegram_api.upload(file.kind, fields, file, account)
        else:
            words = {"chat_id": int(message.to), "text": message.text}
            sent = telegram_api.call("sendMessage", words, account)
        return f"{message.to}.{sent['message_id']}"

    def try_out(self, account: Account, at: float) -> str:
        """The name of the bot."""
        return f"@{telegram_api.call('getMe', {}, account, takes_twice=True)['username']}"

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """Up to 20 MB; larger ones Telegram gives to no bot."""
        try:
            path = telegram_api.call("getFile", {"file_id": file.ref}, account, takes_twice=True)
            where = telegram_api.place_of(path["file_path"], account)
            answer = http.send(http.Request("GET", where), deadline=30, largest=largest)
        except (Unsure, http.Unreachable, KeyError) as error:
            raise NotNow(telegram_api.hidden(str(error), account)) from None
        if answer.status != 200:
            raise NotTaken(f"HTTP {answer.status}")
        return File(answer.content, file.content_type)

    def poll(self, account: Account, cursor: str) -> tuple[Told, str]:
        """Updates after the last one; asking for those tells Telegram that the others are here."""
        wanted = {
            "limit": MOST_AT_ONCE, "timeout": 0, "allowed_updates": ["message"],
            **({"offset": int(cursor)} if cursor else {}),
        }  # fmt: skip
        found = telegram_api.call("getUpdates", wanted, account, takes_twice=True)
        page = [(str(one["update_id"]), json.dumps(one).encode()) for one in found]
        last = max((one["update_id"] for one in found), default=None)
        return page, cursor if last is None else str(last + 1)

    def recall(self, account: Account, since: float, at: float) -> Iterator[Recalled]:
        """What waits at Telegram because it could not be brought: for a moment we ask instead of
        being told. Asking for the next page lets go of the one before."""
        hook = telegram_api.call("getWebhookInfo", {}, account, takes_twice=True)
        if not hook.get("pending_update_count"):
            return
        telegram_api.call("deleteWebhook", {}, account, takes_twice=True)
        try:
            page, cursor = self.poll(account, "")
            while page:
                yield [(key, content, _moment(content, at)) for key, content in page]
                page, cursor = self.poll(account, cursor)
        finally:
            if hook.get("url"):
                self.meet(account, hook["url"], at)

    def complaint(self, account: Account, url: str, since: float) -> str:
        """The last error of its requests to us."""
        hook = telegram_api.call("getWebhookInfo", {}, account, takes_twice=True)
        if hook.get("url") != url:
            return "it does not send here any more"
        if float(hook.get("last_error_date") or 0) <= since:
            return ""
        return str(hook.get("last_error_message") or "")

    def meet(self, account: Account, url: str, at: float) -> str:
        """Have updates sent to us with our word, or kept until we ask."""
        if not url:
            telegram_api.call("deleteWebhook", {}, account, takes_twice=True)
            return ""
        wanted = {"url": url, "secret_token": account["word"], "allowed_updates": ["message"]}
        telegram_api.call("setWebhook", wanted, account, takes_twice=True)
        return ""


def _moment(content: bytes, at: float) -> float:
    message = asking.object_in(content, Unreadable).get("message")
    return float((message or {}).get("date") or at)


def _name(who: dict[str, Any]) -> str:
    names = [str(who[key]) for key in ("first_name", "last_name") if who.get(key)]
    return " ".join(names) or str(who.get("username") or "")


def _spoken(message: dict[str, Any]) -> str:
    """In words, what is neither text nor file."""
    if place := message.get("location"):
        return f"https://www.openstreetmap.org/#map=17/{place['latitude']}/{place['longitude']}"
    if who := message.get("contact"):
        return f"{_name(who)}, {who['phone_number']}"
    return ""


def _files(message: dict[str, Any]) -> tuple[RemoteFile, ...]:
    if photos := message.get("photo"):
        return (RemoteFile(str(photos[-1]["file_id"]), "photo.jpg", "image/jpeg"),)
    for kind, fallback in _KINDS.items():
        if found := message.get(kind):
            name = str(found.get("file_name") or fallback)
            return (RemoteFile(str(found["file_id"]), name, str(found.get("mime_type") or "")),)
    return ()
