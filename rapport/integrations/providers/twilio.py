"""Twilio: text messages, and WhatsApp through it. https://www.twilio.com/docs/messaging"""

import json
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from rapport.integrations import http
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import twilio_account
from rapport.integrations.providers.limits import ALWAYS, MB, OFFICE, Files, Kind, Window
from rapport.integrations.providers.records import (
    Account,
    Field,
    File,
    Heard,
    Incoming,
    NotNow,
    NotTaken,
    Outgoing,
    Pattern,
    Recalled,
    Receipt,
    RemoteFile,
    Unreadable,
)
from rapport.integrations.providers.twilio_account import BASE, FAILED

MOST_FILES = 10
# The callback bears no more than the number. https://www.twilio.com/docs/api/errors
_CODES = {
    "21610": "they asked for no more messages (STOP)",
    "30003": "the phone cannot be reached",
    "30004": "the message was blocked",
    "30005": "there is no such number",
    "30006": "a landline takes no text messages",
    "30007": "the carrier took it for unwanted",
    "11200": "Twilio could not fetch the file from this Rapport",
    "12300": "Twilio does not know this kind of file",
    "21620": "Twilio could not fetch the file from this Rapport",
    "30019": "the file is too large for the phone's network",
    "63016": "WhatsApp takes free answers only within 24 hours after they last wrote",
    "63019": "WhatsApp could not fetch the file",
    "63021": "WhatsApp does not know this kind of file",
    "63027": "there is no such template in this language, or it is not approved",
    "63028": "the template wants another number of words filled in: refresh the templates",
    "63040": "WhatsApp has rejected this template",
    "63041": "WhatsApp has paused this template because people disliked it",
    "63042": "WhatsApp has switched this template off for good",
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
    window: ClassVar[Window] = ALWAYS
    # https://www.twilio.com/docs/messaging/guides/accepted-mime-types
    files: ClassVar[Files] = Files(
        (
            Kind("picture", ("image/jpeg", "image/png", "image/gif"), 5 * MB, 1600),
            Kind("file", ("application/pdf", "video/mp4", "audio/mpeg"), 600 * 1024, 1600),
        ),
        are_fetched=True,
    )
    look_every: ClassVar[int] = 15
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
            **self._spoken(message),
        }  # fmt: skip
        if message.callback.startswith("https://"):
            form["StatusCallback"] = message.callback
        where = f"{BASE}/{account['account_sid']}/Messages.json"
        return str(twilio_account.post(where, form, account)["sid"])

    def _spoken(self, message: Outgoing) -> dict[str, str]:
        if message.template:
            values = {name: words for _part, name, words in message.template.values}
            return {"ContentSid": message.template.key, "ContentVariables": json.dumps(values)}
        words = {"Body": message.text} if message.text else {}
        if not message.files:
            return words
        [file] = message.files
        return words | {"MediaUrl": file.url}

    def meet(self, account: Account, url: str, at: float) -> str:
        """The number sends messages here, unless it sends them to another system."""
        return twilio_account.take_over(account, url) if url else ""

    def recall(self, account: Account, since: float, at: float) -> Iterator[Recalled]:
        """What Twilio keeps of messages to our number, and of ours that failed."""
        return twilio_account.since(account, since, ours=f"{self.prefix}{account['sender']}")

    def complaint(self, account: Account, url: str, since: float) -> str:
        """What Twilio logged of its requests to us."""
        return twilio_account.complaint(account, url, since)

    def try_out(self, account: Account, at: float) -> str:
        """The name of the account."""
        where = f"{BASE}/{account['account_sid']}.json"
        return str(twilio_account.get(where, account)["friendly_name"])

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """From Twilio alone: nobody else gets our token. Where it leads on to, that stays here."""
        host = urlsplit(file.ref).hostname or ""
        if not file.ref.startswith("https://") or not f".{host}".endswith(".twilio.com"):
            raise NotTaken("it does not lie with Twilio")
        request = http.Request("GET", file.ref, twilio_account.signed_in(account))
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
    window: ClassVar[Window] = Window(24)
    # https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
    files: ClassVar[Files] = Files(
        (
            Kind("picture", ("image/jpeg", "image/png"), 5 * MB, 1024),
            Kind("video", ("video/mp4",), 16 * MB, 1024),
            Kind("audio", ("audio/mpeg", "audio/ogg", "audio/aac", "audio/amr"), 16 * MB),
            Kind("document", ("application/pdf", *OFFICE), 16 * MB),
        ),
        are_fetched=True,
    )
    prefix: ClassVar[str] = "whatsapp:"

    def meet(self, account: Account, url: str, at: float) -> str:
        """Senders of WhatsApp are set up in the console alone."""
        return "set the address at the WhatsApp sender in Twilio's console, as the steps above say"

    def patterns(self, account: Account) -> list[Pattern]:
        """The account's content templates."""
        return twilio_account.patterns(account)


def _place(said: dict[str, str]) -> str:
    """Somebody sent where they are."""
    if not said.get("Latitude"):
        return ""
    return f"https://www.openstreetmap.org/#map=17/{said['Latitude']}/{said['Longitude']}"
