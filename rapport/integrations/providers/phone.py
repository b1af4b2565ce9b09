"""Records of calls: what Twilio tells of a call as it goes on, and what any other exchange sends.

https://www.twilio.com/docs/voice/twiml#callstatus-values and Standard Webhooks. Only what is over
makes a record: a call that ended, was missed, or whose recording is ready.
"""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from rapport.integrations.hooks import Hook
from rapport.integrations.providers import asking
from rapport.integrations.providers.records import (
    Account,
    Called,
    Field,
    File,
    Heard,
    RemoteFile,
    Unreadable,
)
from rapport.integrations.providers.twilio import Sms

# How a call can be over without anybody having spoken.
MISSED = ("no-answer", "busy", "failed", "canceled")
OVER = ("completed", "answered", *MISSED)
LONGEST_SECONDS = 86_400


class TwilioVoice:
    """Status callbacks of a number's calls, those of a <Dial>, and of recordings."""

    slug: ClassVar[str] = "twilio-voice"
    name: ClassVar[str] = "Calls (Twilio)"
    medium: ClassVar[str] = "phone"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("account_sid"),
        Field("auth_token", is_secret=True),
    )
    way: ClassVar[str] = "twilio"
    signed_with: ClassVar[str] = "auth_token"
    thanks: ClassVar[tuple[str, str]] = Sms.thanks

    def id_of(self, hook: Hook) -> str:
        """The call, how far it is, and which recording."""
        said = dict(hook.form)
        names = ("CallSid", "CallStatus", "DialCallStatus", "RecordingSid")
        return ":".join(part for part in (said.get(name, "") for name in names) if part)

    def read(self, content: bytes, account: Account) -> Heard:
        """A call that is over; while it rings or goes on, nothing."""
        said = dict(parse_qsl(content.decode(), keep_blank_values=True))
        sid = said.get("CallSid", "")
        if not sid:
            raise Unreadable("there is no CallSid in it")
        # Whether one of us took it stands in the status of the leg that was dialled.
        status = said.get("DialCallStatus") or said.get("CallStatus", "")
        recording = said.get("RecordingUrl", "")
        if status not in OVER and not recording:
            return Heard()
        is_incoming = said.get("Direction", "inbound").startswith("inbound")
        return Heard(calls=(
            Called(
                sid,
                other=said.get("From" if is_incoming else "To", ""),
                is_incoming=is_incoming,
                is_over=status in OVER,
                is_missed=status in MISSED,
                seconds=_seconds(said.get("DialCallDuration") or said.get("CallDuration")),
                ended_at=_moment(said.get("Timestamp", "")),
                recording=recording,
                name=said.get("CallerName", ""),
            ),
        ))  # fmt: skip

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """As the files of text messages: from Twilio alone."""
        return Sms().fetch(file, account, largest)


class CallWebhook:
    """`call.ended`, `call.missed` and `call.recorded` of any telephone exchange."""

    slug: ClassVar[str] = "calls"
    name: ClassVar[str] = "Calls (signed webhook)"
    medium: ClassVar[str] = "phone"
    fields: ClassVar[tuple[Field, ...]] = (Field("secret", is_secret=True, is_made_up=True),)
    way: ClassVar[str] = "standard"
    signed_with: ClassVar[str] = "secret"
    thanks: ClassVar[tuple[str, str]] = ("", "text/plain")
    kinds: ClassVar[tuple[str, ...]] = ("call.ended", "call.missed", "call.recorded")

    def id_of(self, hook: Hook) -> str:
        """The id that is signed with it."""
        return hook.header("webhook-id")

    def read(self, content: bytes, account: Account) -> Heard:
        """One event a request; of a type we do not know, nothing."""
        event = asking.object_in(content, Unreadable)
        kind, data = event.get("type"), event.get("data")
        if not isinstance(data, dict):
            raise Unreadable("there is no data in it")
        if kind not in self.kinds:
            return Heard()
        key, other = _text(data, "id"), _text(data, "number")
        if not key:
            raise Unreadable("a call needs an id")
        return Heard(calls=(
            Called(
                key,
                other=other,
                is_incoming=_text(data, "direction") != "outgoing",
                is_over=kind != "call.recorded",
                is_missed=kind == "call.missed",
                seconds=_seconds(data.get("seconds")),
                ended_at=_moment(_text(data, "ended_at")),
                recording=_text(data, "recording_url"),
                name=_text(data, "name"),
            ),
        ))  # fmt: skip

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """The file at the address that they named."""
        return asking.public_file(file.ref, largest)


def _seconds(value: Any) -> int:
    return min(max(int(value or 0), 0), LONGEST_SECONDS)


def _moment(text: str) -> float | None:
    """RFC 2822, as Twilio writes it, or ISO 8601; without a zone it is none."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text)
        except ValueError:
            continue
        return found.timestamp() if found.tzinfo else None
    return None


def _text(data: dict[str, Any], name: str) -> str:
    found = data.get(name)
    return found if isinstance(found, str) else ""
