"""Telegram: a bot that people write to. https://core.telegram.org/bots/api"""

import json
from typing import Any, ClassVar

from rapport.integrations import http
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import asking
from rapport.integrations.providers.records import (
    Account,
    Field,
    File,
    Heard,
    Incoming,
    NotNow,
    NotTaken,
    Outgoing,
    RemoteFile,
    Unreadable,
    Unsure,
)

BASE = "https://api.telegram.org"
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
    window: ClassVar[int] = 0
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
        sent = self._call(
            "sendMessage", {"chat_id": int(message.to), "text": message.text}, account
        )
        return f"{message.to}.{sent['message_id']}"

    def try_out(self, account: Account, at: float) -> str:
        """The name of the bot."""
        return f"@{self._call('getMe', {}, account, takes_twice=True)['username']}"

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """Up to 20 MB; larger ones Telegram gives to no bot."""
        try:
            path = self._call("getFile", {"file_id": file.ref}, account, takes_twice=True)
            where = f"{BASE}/file/bot{_token(account)}/{path['file_path']}"
            answer = http.send(http.Request("GET", where), deadline=30, largest=largest)
        except (Unsure, http.Unreachable, KeyError) as error:
            raise NotNow(_hidden(str(error), account)) from None
        if answer.status != 200:
            raise NotTaken(f"HTTP {answer.status}")
        return File(answer.content, file.content_type)

    def poll(self, account: Account, cursor: str) -> tuple[list[tuple[str, bytes]], str]:
        """Updates after the last one; asking for those tells Telegram that the others are here."""
        wanted = {
            "limit": MOST_AT_ONCE, "timeout": 0, "allowed_updates": ["message"],
            **({"offset": int(cursor)} if cursor else {}),
        }  # fmt: skip
        found = self._call("getUpdates", wanted, account, takes_twice=True)
        page = [(str(one["update_id"]), json.dumps(one).encode()) for one in found]
        last = max((one["update_id"] for one in found), default=None)
        return page, cursor if last is None else str(last + 1)

    def meet(self, account: Account, url: str) -> None:
        """Have updates sent to us with our word, or kept until we ask."""
        if not url:
            self._call("deleteWebhook", {}, account, takes_twice=True)
            return
        wanted = {"url": url, "secret_token": account["word"], "allowed_updates": ["message"]}
        self._call("setWebhook", wanted, account, takes_twice=True)

    def _call(
        self, method: str, content: dict[str, Any], account: Account, *, takes_twice: bool = False
    ) -> Any:
        """The `result`. The token stands in the address, so no error may show that."""
        request = asking.posted(f"{BASE}/bot{_token(account)}/{method}", content)
        try:
            said = asking.ask(request, takes_twice=takes_twice, judge=_judge)
        except NotNow as error:
            raise NotNow(
                _hidden(str(error), account), after=error.after, is_account=error.is_account
            ) from None
        except (NotTaken, Unsure) as error:
            raise type(error)(_hidden(str(error), account)) from None
        if "result" not in said:
            raise Unsure("Telegram's answer has no result")
        return said["result"]


def _judge(status: int, said: dict[str, Any]) -> Exception | None:
    """How long to wait stands in the answer; a token it does not know is 401 or 404."""
    sentence = asking.words(status, said)
    if status == 429:
        return NotNow(sentence, after=float(said.get("parameters", {}).get("retry_after", 5)))
    if status in (401, 404):
        return NotNow(sentence, is_account=True)
    return None


def _token(account: Account) -> str:
    return account.get("bot_token", "")


def _hidden(text: str, account: Account) -> str:
    return text.replace(_token(account), "…") if _token(account) else text


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
