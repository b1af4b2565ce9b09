"""Where X sends what happens: addresses are registered with the app's own key.
https://docs.x.com/x-api/webhooks/introduction"""

import base64
from typing import Any
from urllib.parse import quote

from rapport.integrations import http
from rapport.integrations.providers import asking
from rapport.integrations.providers.records import Account, NotNow

BASE = "https://api.x.com"
HOOKS = f"{BASE}/2/webhooks"


def of(account: Account, url: str) -> dict[str, Any] | None:
    """The one with our address, as X knows it."""
    said = asking.ask(http.Request("GET", HOOKS, _as_app(account)), takes_twice=True, judge=judge)
    return next((one for one in said.get("data") or () if one.get("url") == url), None)


def register(account: Account, url: str, signed: dict[str, str]) -> dict[str, Any]:
    """A new one, signed for by our account."""
    said = asking.ask(asking.posted(HOOKS, {"url": url}, signed), judge=judge)
    found: dict[str, Any] = said["data"]
    return found


def prove(account: Account, hook: dict[str, Any]) -> None:
    """Have X look again whether the address is ours."""
    where = f"{HOOKS}/{hook['id']}"
    request = http.Request("PUT", where, _as_app(account))
    asking.ask(request, takes_twice=True, judge=judge)


def subscription(hook: dict[str, Any]) -> str:
    """Where our account's messages are asked for."""
    return f"{BASE}/2/account_activity/webhooks/{hook['id']}/subscriptions/all"


def judge(status: int, said: dict[str, Any]) -> Exception | None:
    """X counts in windows of 15 minutes, and says 402 where the plan is used up."""
    sentence = asking.words(status, said)
    if status == 429:
        return NotNow(sentence, after=15 * 60)
    return NotNow(sentence, is_account=True) if status == 402 else None


def _as_app(account: Account) -> dict[str, str]:
    """X gives the app a token for its key and secret; it is asked for each time, never kept."""
    pair = ":".join(quote(account[name], safe="") for name in ("consumer_key", "consumer_secret"))
    headers = {
        "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
        "User-Agent": asking.AGENT,
    }
    request = http.Request(
        "POST", f"{BASE}/oauth2/token", headers, form={"grant_type": "client_credentials"}
    )
    token = asking.ask(request, takes_twice=True, judge=judge)["access_token"]
    return {"Authorization": f"Bearer {token}", "User-Agent": asking.AGENT}
