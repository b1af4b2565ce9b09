"""X: direct messages to our account. Paid at X. https://docs.x.com/x-api/direct-messages"""

import json
import secrets
from collections.abc import Iterator
from typing import Any, ClassVar

from rapport.integrations import http, oauth1, signatures
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import asking
from rapport.integrations.providers.records import (
    Account,
    Field,
    Heard,
    Incoming,
    NotNow,
    Outgoing,
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
    window: ClassVar[int] = 0
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
        where = f"{BASE}/dm_conversations/with/{message.to}/messages"
        signed = _signed(account, "POST", where, at)
        said = asking.ask(asking.posted(where, {"text": message.text}, signed), judge=_judge)
        return str(said["data"]["dm_event_id"])

    def try_out(self, account: Account, at: float) -> str:
        """The name of the account, which must be the one whose messages we take."""
        where = f"{BASE}/users/me"
        request = http.Request("GET", where, _signed(account, "GET", where, at))
        found = asking.ask(request, takes_twice=True, judge=_judge)["data"]
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


def _judge(status: int, said: dict[str, Any]) -> Exception | None:
    """X counts in windows of 15 minutes, and says 402 where the plan is used up."""
    sentence = asking.words(status, said)
    if status == 429:
        return NotNow(sentence, after=15 * 60)
    return NotNow(sentence, is_account=True) if status == 402 else None
