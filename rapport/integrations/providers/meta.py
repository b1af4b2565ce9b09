"""What WhatsApp, Messenger and Instagram share: Meta's hooks, its Graph API, its codes."""

import hmac
from typing import Any, ClassVar
from urllib.parse import urlsplit

from rapport.integrations import http
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import asking
from rapport.integrations.providers.records import Account, Field, NotNow

VERSION = "v23.0"
BASE = f"https://graph.facebook.com/{VERSION}"
# https://developers.facebook.com/docs/graph-api/guides/error-handling
_TOO_OFTEN = frozenset({4, 17, 32, 613, 80007, 130429, 131048, 131056})
_ACCOUNT = frozenset({10, 102, 190, 200})
_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net", ".fbcdn.net", ".cdninstagram.com")


class Hooked:
    """A product of Meta's that an app's webhook tells of."""

    way: ClassVar[str] = "meta"
    signed_with: ClassVar[str] = "app_secret"
    thanks: ClassVar[tuple[str, str]] = ("", "text/plain")
    shared: ClassVar[tuple[Field, ...]] = (
        Field("app_secret", is_secret=True),
        Field("verify_word", is_secret=True, is_made_up=True),
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
    if code in _TOO_OFTEN:
        return NotNow(asking.words(status, said), after=60)
    if code in _ACCOUNT:
        return NotNow(asking.words(status, said), is_account=True)
    return None
