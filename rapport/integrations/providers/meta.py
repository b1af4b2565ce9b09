"""What WhatsApp, Messenger and Instagram share: Meta's hooks, its Graph API, its codes."""

import hmac
from typing import Any, ClassVar
from urllib.parse import urlsplit

from rapport.integrations import http
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import asking
from rapport.integrations.providers.records import Account, Enclosed, Field, NotNow, NotTaken

VERSION = "v23.0"
BASE = f"https://graph.facebook.com/{VERSION}"
# https://developers.facebook.com/docs/graph-api/guides/error-handling
_TOO_OFTEN = frozenset({4, 17, 32, 613, 80007, 130429, 131048, 131056})
_ACCOUNT = frozenset({10, 102, 190, 200})
# What a person can do something about, by code or subcode.
_SAID = {
    131026: "this number has no WhatsApp, or takes no messages of companies",
    131047: "more than 24 hours have passed since they last wrote: use a template",
    131051: "WhatsApp does not know this kind of message",
    131053: "WhatsApp could not take the file: look at its type and size",
    132000: "the template wants another number of words filled in: refresh the templates",
    132001: "there is no such template in this language, or it is not approved",
    132005: "the words filled into the template are too long",
    132007: "the template breaks a rule of WhatsApp's",
    132012: "the words filled into the template do not fit its form",
    132015: "WhatsApp has paused this template because people disliked it",
    132016: "WhatsApp has switched this template off for good",
    2018278: "Meta's time for answers is over: they must write again first",
    2534022: "Meta's time for answers is over: they must write again first",
    2018065: "Meta's time for answers is over: they must write again first",
}
_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net", ".fbcdn.net", ".cdninstagram.com")


BY_HAND = "paste the address and the verify token at Meta's, as the steps above say"


class Hooked:
    """A product of Meta's that an app's webhook tells of."""

    way: ClassVar[str] = "meta"
    signed_with: ClassVar[str] = "app_secret"
    thanks: ClassVar[tuple[str, str]] = ("", "text/plain")
    shared: ClassVar[tuple[Field, ...]] = (
        Field("app_secret", is_secret=True),
        Field("verify_word", is_secret=True, is_made_up=True),
        Field("app_id", is_required=False),
    )

    def id_of(self, hook: Hook) -> str:
        """Meta gives its requests none; the same one has the same bytes."""
        return ""

    def greet(self, hook: Hook, account: Account) -> str:
        """The challenge back, if whoever asks knows the word that was typed in at Meta's."""
        asked, word = hook.query, account.get("verify_word", "")
        given = asked.get("hub.verify_token", "")
        if asked.get("hub.mode") != "subscribe" or not word:
            return ""
        if not hmac.compare_digest(given.encode(), word.encode()):
            return ""
        challenge = asked.get("hub.challenge", "")
        return challenge if challenge.isalnum() else ""


def post(url: str, content: dict[str, Any], account: Account) -> dict[str, Any]:
    """Ask for something to be done."""
    return asking.ask(asking.posted(url, content, signed_in(account)), judge=_judge)


def upload(url: str, fields: dict[str, str], file: Enclosed, account: Account) -> dict[str, Any]:
    """Leave a file with Meta, which sends nothing yet: it may be done twice."""
    part = "filedata" if "message" in fields else "file"
    request = asking.uploaded(url, fields, file, part=part, headers=signed_in(account))
    return asking.ask(request, takes_twice=True, judge=_judge, deadline=asking.UPLOAD_DEADLINE)


def subscribe(account: Account, about: str, fields: str, url: str) -> None:
    """Have Meta tell this address of these fields: with the app's own key, where its id is known.
    Meta asks the address for its word before it answers."""
    app = account["app_id"]
    keys = {"access_token": f"{app}|{account.get('app_secret', '')}"}
    content = {
        "object": about, "callback_url": url, "fields": fields,
        "verify_token": account.get("verify_word", ""),
    }  # fmt: skip
    post(f"{BASE}/{app}/subscriptions", content, keys)


def get(url: str, account: Account) -> dict[str, Any]:
    """Ask for something to be told."""
    request = http.Request("GET", url, signed_in(account))
    return asking.ask(request, takes_twice=True, judge=_judge)


def signed_in(account: Account) -> dict[str, str]:
    """Our token, never in an address."""
    return {
        "Authorization": f"Bearer {account.get('access_token', '')}", "User-Agent": asking.AGENT,
    }  # fmt: skip


def is_of_meta(url: str) -> bool:
    """Whether this address is one of Meta's, so that it may have our token."""
    parts = urlsplit(url)
    return parts.scheme == "https" and f".{parts.hostname or ''}".endswith(_HOSTS)


def _judge(status: int, said: dict[str, Any]) -> Exception | None:
    """Meta's own codes say more than the status, which is 400 for nearly all."""
    error = said.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(error, dict) and (code in _SAID or error.get("error_subcode") in _SAID):
        known = _SAID.get(error.get("error_subcode", 0)) or _SAID[code or 0]
        return NotTaken(f"{known} ({code})")
    if code in _TOO_OFTEN:
        return NotNow(asking.words(status, said), after=60)
    if code in _ACCOUNT:
        return NotNow(asking.words(status, said), is_account=True)
    return None
