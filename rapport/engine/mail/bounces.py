"""Delivery reports: the standard ones (RFC 3464), complaints (RFC 5965), and free prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import charsets, identifiers
from .records import Attachment, Parsed


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient who did not get a message of ours, or complained about it."""

    recipient: str
    status: str = ""
    hard: bool = False
    original_id: str = ""
    reason: str = ""
    complaint: bool = False


_FIELD = re.compile(r"^([A-Za-z][\w-]{1,60}):[ \t]*(.*(?:\n[ \t]+.*)*)", re.M)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.-])([45])(\d\d)(?=[ \-:]\D|\s|$)(?![.-]\d)")
_ADDRESS = re.compile(r"[\w.+=&'/!#$%*?^{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
_ORIGINAL_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,900}>)", re.M | re.I)
_DAEMON = re.compile(
    r"^(?:mailer[-_. ]?daemon|postmaster|mail(?:er)?[-_.]?(?:delivery|system|er)|mdaemon"
    r"|double-bounce|bounces?|mail\.?admin|microsoftexchange[0-9a-f]+)",
    re.I,
)
_DAEMON_NAME = re.compile(r"mail(?:er)?[ -]?(?:delivery|daemon|system|administrator)", re.I)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|fail|report|problem|notification|has failed)|returned mail"
    r"|mail (?:delivery|system error|could not|failure)|failure notice|delivery.{0,20}fail"
    r"|non[- ]?delivery|returned to sender|message.{0,20}(?:delayed|bounced|not delivered)"
    r"|unzustellbar|nicht zugestellt|zustell.{0,30}fehl|non remis|[ée]chec de.{0,10}remise"
    r"|no se (?:ha )?(?:pudo|podido)? ?entreg|no entregado|mancata consegna|onbestelbaar",
    re.I,
)
_FAILURE = re.compile(
    r"could ?n[o']t be delivered|cannot be delivered|not delivered|undeliverable|delivery fail"
    r"|failed (?:to deliver|permanently|recipient)|user unknown|unknown user|no such user"
    r"|unable to deliver|permanent (?:fatal )?error|mailbox (?:is )?(?:full|unavailable|not found)"
    r"|over quota|unrouteable|host (?:unknown|not found)|recipient.{0,40}(?:rejected|unknown)"
    r"|does(?: not|n't) (?:exist|have)|address(?:es)? (?:had|failed|rejected)|returned to"
    r"|retry time(?:out)?|relaying denied|nicht zugestellt|non remis",
    re.I,
)
_REASONS = (
    ("mailbox-full", re.compile(r"quota|mailbox.{0,20}full|full.{0,20}mailbox|insufficient", re.I)),
    (
        "too-large",
        re.compile(r"too (?:large|big)|size limit|exceed.{0,30}size|maximum size", re.I),
    ),
    ("blocked", re.compile(r"spam|block|blacklist|reputation|policy|dmarc|\bspf\b|\bdkim\b", re.I)),
    (
        "unknown-host",
        re.compile(r"host unknown|host.{0,20}not found|domain.{0,30}not", re.I),
    ),
    (
        "unknown-user",
        re.compile(
            r"unknown|no such|does ?n[o']t exist|not? found|invalid|unrouteable|disabled"
            r"|no mailbox|not a valid|inactive|not listed",
            re.I,
        ),
    ),
)


def read(parsed: Parsed) -> tuple[Bounce, ...]:
    """What a delivery report says of each recipient; empty where the mail is no report."""
    kinds = {attachment.content_type: attachment for attachment in parsed.attachments}
    if "message/feedback-report" in kinds:
        return _complaint(parsed, kinds["message/feedback-report"])
    status = kinds.get("message/delivery-status") or kinds.get("message/global-delivery-status")
    if status:
        reports = tuple(_standard(parsed, _text(status)))
        if reports:
            return reports
    return _prose(parsed) if _looks_like_report(parsed) else ()


def is_receipt(parsed: Parsed) -> bool:
    """Whether this says that a mail was delivered or displayed: no failure, no letter either."""
    kinds = {attachment.content_type for attachment in parsed.attachments}
    return bool(kinds & {"message/disposition-notification", "message/delivery-status"})


def _text(attachment: Attachment) -> str:
    text = charsets.decode(attachment.content[:200_000])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fields(block: str) -> dict[str, str]:
    return {name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(block)}


def _after_type(value: str) -> str:
    """`rfc822; ann@example.com` without the type and the brackets."""
    return value.rpartition(";")[2].strip().strip("<>").strip()


def _standard(parsed: Parsed, report: str) -> Iterator[Bounce]:
    original = original_id(parsed)
    for block in re.split(r"\n[ \t]*\n", report):
        fields = _fields(block)
        recipient = _after_type(
            fields.get("final-recipient", "") or fields.get("original-recipient", "")
        )
        action = fields.get("action", "failed").split()[0:1]
        if not recipient or action not in (["failed"], ["delayed"], ["expired"]):
            continue
        diagnostic = fields.get("diagnostic-code", "")
        status = _best_status(fields.get("status", ""), diagnostic)
        yield Bounce(
            recipient=recipient,
            status=status,
            hard=action == ["failed"] and status.startswith("5"),
            original_id=original,
            reason=_reason(diagnostic or parsed.text[:5000]),
        )


def _best_status(stated: str, diagnostic: str) -> str:
    """The stated status, unless it is a generic 5.0.0 and the other server was more exact."""
    first, exact = _STATUS.search(stated), _STATUS.search(diagnostic)
    if first and (first[0][1:] != ".0.0" or not exact):
        return first[0]
    return exact[0] if exact else ""


def _reason(text: str) -> str:
    return next((name for name, pattern in _REASONS if pattern.search(text)), "")


def _complaint(parsed: Parsed, report: Attachment) -> tuple[Bounce, ...]:
    fields = _fields(_text(report))
    recipient = _after_type(
        fields.get("original-rcpt-to", "") or fields.get("removal-recipient", "")
    )
    return (Bounce(recipient, original_id=original_id(parsed), reason="complaint", complaint=True),)


def original_id(parsed: Parsed) -> str:
    """The Message-ID of the mail that came back, from the returned message or its headers."""
    kinds = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")
    texts = [_text(part) for part in parsed.attachments if part.content_type in kinds]
    for text in (*texts, parsed.text[:200_000]):
        found = _ORIGINAL_ID.search(text)
        if found:
            return identifiers.normalise(found[1])
    return ""


def _looks_like_report(parsed: Parsed) -> bool:
    """Two of: a daemon wrote it, the subject says so, the text says so; or an explicit header."""
    if "X-Failed-Recipients" in parsed.headers:
        return True
    author = parsed.from_[0] if parsed.from_ else None
    return_path = parsed.headers.get("Return-Path").strip()
    daemon = return_path == "<>" or (
        author is not None and bool(_DAEMON.match(author.email) or _DAEMON_NAME.search(author.name))
    )
    subject = bool(_SUBJECT.search(parsed.subject))
    text = bool(_FAILURE.search(parsed.text[:20_000]))
    return daemon and (subject or text) and not parsed.auto_submitted.startswith("auto-replied")


def _prose(parsed: Parsed) -> tuple[Bounce, ...]:
    text = parsed.text[:20_000]
    named = _ADDRESS.findall(parsed.headers.get("X-Failed-Recipients"))
    recipients = named or _ADDRESS.findall(text)[:1] or [""]
    status, code = _STATUS.search(text), _CODE.search(text)
    level = status[1] if status else code[1] if code else "5"
    exact = status[0] if status else f"{level}.0.0"
    original = original_id(parsed)
    return tuple(
        Bounce(recipient, exact, level == "5", original, _reason(text))
        for recipient in dict.fromkeys(recipients)
    )
