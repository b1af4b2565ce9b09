"""Delivery reports: the standard ones (RFC 3464), complaints (RFC 5965), and free prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import bounce_reasons, charsets, identifiers
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
_LATE = re.compile(
    r"not yet been delivered|still being retried|will (?:be retried|keep trying)", re.I
)
_NO_REPLY = re.compile(r"^(?:no|do[-_.]?not)[-_.]?reply\b", re.I)
_ORIGINAL_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,900}>)", re.M | re.I)
_DAEMON = re.compile(
    r"^(?:mailer[-_. ]?daemon|post[-_. ]?master|mail(?:er)?[-_.]?(?:delivery|system|er)|mdaemon"
    r"|double-bounce|bounces?|mail\.?admin|microsoftexchange[0-9a-f]+)",
    re.I,
)
_DAEMON_NAME = re.compile(r"mail(?:er)?[ -]?(?:delivery|daemon|system|administrator)", re.I)
_COMPLAINT = re.compile(r"^complaint about (?:message|mail)\b", re.I)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|fail|report|problem|notification|has failed)|returned mail"
    r"|mail (?:delivery|system error|could not|failure)|failure notice|delivery.{0,20}fail"
    r"|non[- ]?delivery|return(?:ed|ing) (?:message )?to sender|error sending (?:your )?mail"
    r"|エラー通知|送信エラー|配信(?:でき|不能|エラー)|返送|退信|反送"
    r"|message.{0,20}(?:delayed|bounced|not delivered)"
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
    r"|retry time(?:out)?|relaying denied|nicht zugestellt|non remis"
    r"|did not reach|送信できません|配信できません|届けできません|無法送達|无法(?:送达|投递)",
    re.I,
)


def read(parsed: Parsed) -> tuple[Bounce, ...]:
    """What a delivery report says of each recipient; empty where the mail is no report."""
    kinds = {attachment.content_type: attachment for attachment in parsed.attachments}
    if "message/feedback-report" in kinds:
        return _complaint(parsed, kinds["message/feedback-report"])
    if _COMPLAINT.match(parsed.subject) and "message/rfc822" in kinds:
        return (Bounce("", original_id=original_id(parsed), reason="complaint", complaint=True),)
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
        reason = bounce_reasons.reason(status, diagnostic or parsed.text)
        hard = action == ["failed"] and bounce_reasons.is_hard(status, reason)
        yield Bounce(recipient, status, hard, original, reason)


def _best_status(stated: str, diagnostic: str) -> str:
    """The stated status, unless it is a generic 5.0.0 and the other server was more exact."""
    first, exact = _STATUS.search(stated), _STATUS.search(diagnostic)
    if first and (first[0][1:] != ".0.0" or not exact):
        return first[0]
    return exact[0] if exact else ""


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
    """A mail system wrote it, and its subject or its text reports a failure. The text is looked at
    last: in an ordinary mail that would be most of the work of reading it."""
    if "X-Failed-Recipients" in parsed.headers:
        return True
    subject = bool(_SUBJECT.search(parsed.subject))
    if _is_daemon(parsed):
        return subject or _tells_of_failure(parsed)
    is_answer = parsed.auto_submitted.startswith("auto-replied")
    nobody = parsed.headers.get("Return-Path").strip() == "<>" or _is_nobody(parsed)
    return nobody and subject and not is_answer and _tells_of_failure(parsed)


def _tells_of_failure(parsed: Parsed) -> bool:
    return bool(_FAILURE.search(parsed.text[:20_000]))


def _is_daemon(parsed: Parsed) -> bool:
    return any(
        _DAEMON.match(author.email or author.name) or _DAEMON_NAME.search(author.name)
        for author in parsed.from_
    )


def _is_nobody(parsed: Parsed) -> bool:
    return any(_NO_REPLY.match(author.email) for author in parsed.from_)


def _prose(parsed: Parsed) -> tuple[Bounce, ...]:
    text = parsed.text[:20_000]
    named = _ADDRESS.findall(parsed.headers.get("X-Failed-Recipients"))
    own = {person.email.lower() for person in (*parsed.from_, *parsed.to)}
    others = [found for found in _ADDRESS.findall(text) if found.lower() not in own]
    recipients = named or others[:1] or [""]
    status = _prose_status(text)
    reason = bounce_reasons.reason(status, text)
    hard = bounce_reasons.is_hard(status, reason)
    original = original_id(parsed)
    return tuple(
        Bounce(recipient.rstrip("."), status, hard, original, reason)
        for recipient in dict.fromkeys(recipients)
    )


def _prose_status(text: str) -> str:
    """An enhanced status in the text, else one of the class of the SMTP code in it."""
    status, code = _STATUS.search(text), _CODE.search(text)
    if status:
        return status[0]
    late = _LATE.search(text)
    level = code[1] if code else "4" if late else "5"
    return f"{level}.0.0"
