"""What Meta keeps of the conversations of a page or account, told as its webhooks would tell it.
https://developers.facebook.com/docs/messenger-platform/conversations"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from rapport.integrations.providers import meta
from rapport.integrations.providers.meta import BASE
from rapport.integrations.providers.records import Account, Recalled

MOST_PAGES = 20
# Meta tells the last 20 messages of a conversation in full, whatever one asks for.
FIELDS = (
    "updated_time,messages.limit(20){id,created_time,from,message,"
    "attachments{mime_type,name,file_url,image_data,video_data}}"
)


def since(account: Account, moment: float, *, of: tuple[str, str, str]) -> Iterator[Recalled]:
    """Pages of messages to us, the latest conversations first, until they are older. `of` is the
    platform, what its webhooks are about, and which field of the account that is."""
    platform, about, target = of
    where = f"{BASE}/{account['page_id']}/conversations?platform={platform}"
    where, after = f"{where}&fields={quote(FIELDS, safe='')}&limit=25", ""
    for _page in range(MOST_PAGES):
        said = meta.get(where + after, account)
        talks = said.get("data") or []
        fresh = [one for one in talks if _moment(one.get("updated_time")) >= moment]
        rows = [row for talk in fresh for row in (talk.get("messages") or {}).get("data") or ()]
        ours = {account.get("page_id"), account.get(target)}
        yield [
            (
                f"recall:{row['id']}",
                _told(row, about, account[target]),
                _moment(row["created_time"]),
            )
            for row in rows
            if str(row["from"]["id"]) not in ours and _moment(row["created_time"]) >= moment
        ]
        paging = said.get("paging") or {}
        cursor = (paging.get("cursors") or {}).get("after")
        if len(fresh) < len(talks) or not cursor or not paging.get("next"):
            return
        after = f"&after={quote(str(cursor), safe='')}"


def _told(row: dict[str, Any], about: str, target: str) -> bytes:
    files = list(_files(row))
    message = {"mid": row["id"], "text": row.get("message") or "", "attachments": files}
    event = {
        "sender": {"id": row["from"]["id"]}, "recipient": {"id": target},
        "timestamp": int(_moment(row["created_time"]) * 1000), "message": message,
    }  # fmt: skip
    return json.dumps({"object": about, "entry": [{"id": target, "messaging": [event]}]}).encode()


def _files(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in (row.get("attachments") or {}).get("data") or ():
        for kind, field in (("image", "image_data"), ("video", "video_data")):
            if url := (one.get(field) or {}).get("url"):
                yield {"type": kind, "payload": {"url": url}}
        if url := one.get("file_url"):
            yield {"type": "file", "payload": {"url": url}}


def _moment(text: Any) -> float:
    """As Meta writes it: 2026-03-04T09:30:00+0000."""
    return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S%z").timestamp()
