"""X: direct messages to our account. Paid at X. https://docs.x.com/x-api/direct-messages"""

import json
import secrets
from collections.abc import Iterator
from typing import Any, ClassVar

from rapport.integrations import http, oauth1, signatures
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import asking, x_events, x_hooks
from rapport.integrations.providers.limits import ALWAYS, MB, Files, Kind, Window
from rapport.integrations.providers.records import (
    Account,
    Enclosed,
    Field,
    Heard,
    Incoming,
    NotNow,
    Outgoing,
    Recalled,
    Unreadable,
)

BASE = "https://api.x.com/2"
MOST_CRC = 200


class X:
    """Direct messages, as X's account activity tells of them."""

    slug: ClassVar[str] = "x"
    name: ClassVar[str] = "X"
    medium: ClassVar[str] = "x"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("account_id"),
        Field("consumer_key", is_secret=True),
        Field("consumer_secret", is_secret=True),
        Field("user_token", is_secret=True),
        Field("token_secret", is_secret=True),
    )
    way: ClassVar[str] = "x"
    signed_with: ClassVar[str] = "consumer_secret"
    thanks: ClassVar[tuple[str, str]] = ("", "text/plain")
    longest: ClassVar[int] = 10_000
    window: ClassVar[Window] = ALWAYS
    # https://docs.x.com/x-api/media: larger ones go in pieces, and only after X has looked at them.
    files: ClassVar[Files] = Files(
        (
            Kind("dm_image", ("image/jpeg", "image/png", "image/webp"), 5 * MB, 10_000),
            Kind("dm_gif", ("image/gif",), 15 * MB, 10_000),
        )
    )
    # X asks money for each look.
    look_every: ClassVar[int] = 120
    takes_twice: ClassVar[bool] = False

    def id_of(self, hook: Hook) -> str:
        """X gives its requests none; the same one has the same bytes."""
        return ""

    def greet(self, hook: Hook, account: Account) -> str:
        """The digest of X's token, over and over again: every hour, and whenever it likes."""
        token, secret = hook.query.get("crc_token", ""), account.get("consumer_secret", "")
        if not token or not secret or len(token) > MOST_CRC:
            return ""
        return json.dumps({"response_token": signatures.x_signature(secret, token.encode())})

    def read(self, content: bytes, account: Account) -> Heard:
        """Messages to our account; what it wrote itself is told too, and is not one."""
        came = asking.object_in(content, Unreadable)
        ours = account.get("account_id", "")
        if str(came.get("for_user_id", "")) != ours:
            return Heard()
        people = came.get("users") or {}
        return Heard(tuple(_messages(came.get("direct_message_events") or [], people, ours)))

    def send(self, message: Outgoing, account: Account, at: float) -> str:
        """To the person, whatever conversations X keeps with them."""
        content: dict[str, Any] = {"text": message.text} if message.text else {}
        if message.files:
            left = [{"media_id": self._left(file, account, at)} for file in message.files]
            content["attachments"] = left
        where = f"{BASE}/dm_conversations/with/{message.to}/messages"
        signed = _signed(account, "POST", where, at)
        said = asking.ask(asking.posted(where, content, signed), judge=x_hooks.judge)
        return str(said["data"]["dm_event_id"])

    def _left(self, file: Enclosed, account: Account, at: float) -> str:
        """X's id of a file that was left there; nobody sees it yet."""
        where = f"{BASE}/media/upload"
        request = asking.uploaded(
            where, {"media_category": file.kind}, file, part="media",
            headers=_signed(account, "POST", where, at),
        )  # fmt: skip
        said = asking.ask(
            request, takes_twice=True, judge=x_hooks.judge, deadline=asking.UPLOAD_DEADLINE
        )
        return str(said["data"]["id"])

    def meet(self, account: Account, url: str, at: float) -> str:
        """Our address is registered, or looked at anew where X has lost faith in it; and our
        account's messages go there. X asks the address for its word while we wait."""
        if not url:
            return ""
        hook = x_hooks.of(account, url)
        if hook is None:
            hook = x_hooks.register(account, url, _signed(account, "POST", x_hooks.HOOKS, at))
        elif not hook["valid"]:
            x_hooks.prove(account, hook)
        where = x_hooks.subscription(hook)
        request = http.Request("GET", where, _signed(account, "GET", where, at))
        said = asking.ask(request, takes_twice=True, judge=x_hooks.judge)
        if not (said.get("data") or {}).get("subscribed"):
            asking.ask(
                asking.posted(where, {}, _signed(account, "POST", where, at)), judge=x_hooks.judge
            )
        return ""

    def complaint(self, account: Account, url: str, since: float) -> str:
        """Whether X still believes in our address."""
        hook = x_hooks.of(account, url)
        if hook is None:
            return "it does not send here any more"
        return "" if hook["valid"] else "it does not believe any more that the address is ours"

    def recall(self, account: Account, since: float, at: float) -> Iterator[Recalled]:
        """X keeps direct messages of the last 30 days."""
        for where in x_events.pages(since):
            request = http.Request("GET", where.url, _signed(account, "GET", where.url, at))
            yield where.told(asking.ask(request, takes_twice=True, judge=x_hooks.judge), account)

    def try_out(self, account: Account, at: float) -> str:
        """The name of the account, which must be the one whose messages we take."""
        where = f"{BASE}/users/me"
        request = http.Request("GET", where, _signed(account, "GET", where, at))
        found = asking.ask(request, takes_twice=True, judge=x_hooks.judge)["data"]
        if str(found["id"]) != account.get("account_id"):
            raise NotNow(f"the token is of the account {found['id']}", is_account=True)
        return f"@{found['username']}"


def _messages(
    events: list[dict[str, Any]], people: dict[str, Any], ours: str
) -> Iterator[Incoming]:
    for event in events:
        if event.get("type") != "message_create":
            continue
        said = event["message_create"]
        sender = str(said["sender_id"])
        text = str(said["message_data"].get("text") or "")
        # Media stand in the text as links, which only the two of us can open.
        if sender != ours and text:
            who = people.get(sender) or {}
            yield Incoming(str(event["id"]), sender, str(who.get("name") or ""), text)


def _signed(account: Account, method: str, url: str, at: float) -> dict[str, str]:
    keys = {
        "consumer_key": account["consumer_key"], "consumer_secret": account["consumer_secret"],
        "token": account["user_token"], "token_secret": account["token_secret"],
    }  # fmt: skip
    signed = oauth1.header(method, url, keys=keys, nonce=secrets.token_hex(16), at=at)
    return {"Authorization": signed, "User-Agent": asking.AGENT}
