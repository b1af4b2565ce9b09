"""Direct messages as X lists them, told as its account activity would tell them.
https://docs.x.com/x-api/direct-messages/lookup"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from rapport.integrations.providers.records import Account, Recalled

FIRST = (
    "https://api.x.com/2/dm_events?event_types=MessageCreate&max_results=100"
    "&dm_event.fields=id,text,event_type,created_at&expansions=sender_id&user.fields=name"
)
MOST_PAGES = 10


@dataclass(slots=True)
class Page:
    """Where one lies; once it is told, whether and where there is another."""

    url: str
    since: float
    following: str = ""

    def told(self, said: dict[str, Any], account: Account) -> Recalled:
        """The messages of others to us since then, latest first."""
        events = said.get("data") or []
        fresh = [one for one in events if _moment(one) >= self.since]
        token = (said.get("meta") or {}).get("next_token")
        if token and len(fresh) == len(events):
            self.following = f"{FIRST}&pagination_token={quote(str(token), safe='')}"
        people = {one["id"]: one for one in (said.get("includes") or {}).get("users") or ()}
        ours = account.get("account_id", "")
        return [
            (f"recall:{one['id']}", _told(one, people, ours), _moment(one))
            for one in fresh
            if str(one["sender_id"]) != ours
        ]


def pages(since: float) -> Iterator[Page]:
    """One after the other, as long as they lead on."""
    page = Page(FIRST, since)
    for _number in range(MOST_PAGES):
        yield page
        if not page.following:
            return
        page = Page(page.following, since)


def _told(one: dict[str, Any], people: dict[str, Any], ours: str) -> bytes:
    sender = str(one["sender_id"])
    message = {"sender_id": sender, "message_data": {"text": one.get("text") or ""}}
    event = {"type": "message_create", "id": one["id"], "message_create": message}
    name = (people.get(sender) or {}).get("name", "")
    told = {
        "for_user_id": ours,
        "direct_message_events": [event],
        "users": {sender: {"name": name}},
    }
    return json.dumps(told).encode()


def _moment(one: dict[str, Any]) -> float:
    return datetime.fromisoformat(str(one["created_at"])).timestamp()
