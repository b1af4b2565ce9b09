"""Twilio: text messages, and WhatsApp through it. https://www.twilio.com/docs/messaging"""

import base64
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

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
    Receipt,
    RemoteFile,
    Unreadable,
)

BASE = "https://api.twilio.com/2010-04-01/Accounts"
FAILED = ("failed", "undelivered")
MOST_FILES = 10
# The callback bears no more than the number. https://www.twilio.com/docs/api/errors
_CODES = {
    "21610": "they asked for no more messages (STOP)",
    "30003": "the phone cannot be reached",
    "30004": "the message was blocked",
    "30005": "there is no such number",
    "30006": "a landline takes no text messages",
    "30007": "the carrier took it for unwanted",
    "63016": "WhatsApp takes free answers only within 24 hours after they last wrote",
}


class Sms:
    """Text messages to and from one number."""

    slug: ClassVar[str] = "sms"
    name: ClassVar[str] = "Text messages (Twilio)"
    medium: ClassVar[str] = "sms"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("account_sid"),
        Field("auth_token", is_secret=True),
        Field("sender"),
    )
    way: ClassVar[str] = "twilio"
    signed_with: ClassVar[str] = "auth_token"
    # Nothing is to be answered at once.
    thanks: ClassVar[tuple[str, str]] = (
        '<?xml version="1.0" encoding="UTF-8"?><Response></Response>', "text/xml",
    )  # fmt: skip
    longest: ClassVar[int] = 1600
    window: ClassVar[int] = 0
    takes_twice: ClassVar[bool] = False
    # What stands before an address of this kind.
    prefix: ClassVar[str] = ""

    def id_of(self, hook: Hook) -> str:
        """The id of the message, and of a receipt how far it is."""
        said = dict(hook.form)
        parts = (said.get("MessageSid", ""), said.get("MessageStatus", ""))
        return ":".join(part for part in parts if part)

    def read(self, content: bytes, account: Account) -> Heard:
        """A message of somebody, or how far one of ours is."""
        said = dict(parse_qsl(content.decode(), keep_blank_values=True))
        sid, status = said.get("MessageSid", ""), said.get("MessageStatus", "")
        if not sid:
            raise Unreadable("there is no MessageSid in it")
        if status:
            code = said.get("ErrorCode", "")
            why = said.get("ErrorMessage") or _CODES.get(code, "Twilio could not deliver it")
            failed = f"{why} ({code})" if code else why
            return Heard(receipts=(Receipt(sid, status in FAILED, failed),))
        files = tuple(
            RemoteFile(said[f"MediaUrl{n}"], content_type=said.get(f"MediaContentType{n}", ""))
            for n in range(min(int(said.get("NumMedia") or 0), MOST_FILES))
        )
        text = said.get("Body", "") or _place(said)
        sender = said["From"].removeprefix(self.prefix)
        return Heard(
            messages=(Incoming(sid, sender, said.get("ProfileName", ""), text, files=files),)
        )

    def send(self, message: Outgoing, account: Account, at: float) -> str:
        """One message, however many parts it takes on the way."""
        form = {
            "To": f"{self.prefix}{message.to}", "From": f"{self.prefix}{account['sender']}",
            "Body": message.text,
        }  # fmt: skip
        if message.callback.startswith("https://"):
            form["StatusCallback"] = message.callback
        where = f"{BASE}/{account['account_sid']}/Messages.json"
        said = asking.ask(http.Request("POST", where, _signed_in(account), form=form))
        return str(said["sid"])

    def try_out(self, account: Account, at: float) -> str:
        """The name of the account."""
        where = f"{BASE}/{account['account_sid']}.json"
        request = http.Request("GET", where, _signed_in(account))
        return str(asking.ask(request, takes_twice=True)["friendly_name"])

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """From Twilio alone: nobody else gets our token. Where it leads on to, that stays here."""
        host = urlsplit(file.ref).hostname or ""
        if not file.ref.startswith("https://") or not f".{host}".endswith(".twilio.com"):
            raise NotTaken("it does not lie with Twilio")
        request = http.Request("GET", file.ref, _signed_in(account))
        try:
            answer = http.send(request, deadline=30, largest=largest, follow=True)
        except http.Unreachable as error:
            raise NotNow(str(error)) from None
        if answer.status != 200:
            raise NotTaken(f"HTTP {answer.status}")
        return File(answer.content, file.content_type)


class WhatsApp(Sms):
    """WhatsApp by a number of Twilio's."""

    slug: ClassVar[str] = "twilio-whatsapp"
    name: ClassVar[str] = "WhatsApp (Twilio)"
    medium: ClassVar[str] = "whatsapp"
    window: ClassVar[int] = 24
    prefix: ClassVar[str] = "whatsapp:"


def _signed_in(account: Account) -> dict[str, str]:
    pair = f"{account['account_sid']}:{account['auth_token']}"
    return {
        "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
        "User-Agent": asking.AGENT,
    }


def _place(said: dict[str, str]) -> str:
    """Somebody sent where they are."""
    if not said.get("Latitude"):
        return ""
    return f"https://www.openstreetmap.org/#map=17/{said['Latitude']}/{said['Longitude']}"
