"""Delivery reports: the standard ones (RFC 3464), complaints (RFC 5965), and free prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import bounce_notices, bounce_reasons, bounce_saying, bounce_signs, charsets, identifiers
from .bounce_saying import ADDRESS, Said
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
_DONE = re.compile(r"^action:\s*(?:deliver|relayed|expanded)", re.I | re.M)
_RECIPIENTS = 20
_FIRST_ON_LINE = re.compile(
    rf"^(?:[45]\d\d )?[\s<\"'*>(]{{0,12}}({ADDRESS.pattern})"
    r"(?=[\s>\"')]{0,3}(?:[:.(\[]|$| invalid| error))",
    re.M | re.I,
)
_LATE = re.compile(
    r"not yet been delivered|still being retried|will (?:be retried|keep trying)", re.I
)
_ORIGINAL_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,900}>)", re.M | re.I)
_COMPLAINT = re.compile(r"^complaint about (?:message|mail)\b", re.I)


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
        if reports or _DONE.search(_text(status)):
            return reports
    if parsed.text[:1] == "{" and bounce_signs.is_nobody(parsed):
        return _notice(parsed)
    if not bounce_signs.is_report(parsed):
        return ()
    return tuple(_standard(parsed, parsed.text[: bounce_saying.LONGEST])) or _prose(parsed)


def is_receipt(parsed: Parsed) -> bool:
    """Whether this says that a mail was delivered or displayed: no failure, no letter either."""
    kinds = {attachment.content_type for attachment in parsed.attachments}
    return bool(kinds & {"message/disposition-notification", "message/delivery-status"})


def _notice(parsed: Parsed) -> tuple[Bounce, ...]:
    notice = bounce_notices.read(parsed.text)
    return (
        *(
            Bounce(recipient, reason="complaint", complaint=True)
            for recipient in bounce_notices.complaints(notice)
        ),
        *(_bounce(recipient, said, "") for recipient, said in bounce_notices.failures(notice)),
    )


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
    told = bounce_saying.report(parsed.text)
    blocks = [one for one in map(_fields, re.split(r"\n[ \t]*\n", report)) if _recipient(one)]
    everybody = {_recipient(fields).lower() for fields in blocks}
    for fields in blocks:
        action = fields.get("action", "failed").lower().split()[0:1]
        if action not in (["failed"], ["delayed"], ["expired"]):
            continue
        recipient = _recipient(fields)
        story = _story(told, recipient, everybody)
        said = bounce_saying.said(
            _diagnosis(fields),
            fields.get("status", ""),
            story,
            told if story else "",
            is_late=action != ["failed"],
        )
        yield _bounce(recipient, said, original)


def _story(told: str, recipient: str, everybody: set[str]) -> str:
    """What the text tells of one recipient; a text about a crowd is not searched for each."""
    if len(everybody) > _RECIPIENTS:
        return ""
    return bounce_saying.about(told, recipient, everybody - {recipient.lower()})


def _diagnosis(fields: dict[str, str]) -> str:
    """What was said, with the category that some programs add in a field of their own."""
    category = next((fields[name] for name in fields if name.endswith("bouncecategory")), "")
    return f"{fields.get('diagnostic-code', '')} {category}".strip()


def _recipient(fields: dict[str, str]) -> str:
    return _after_type(fields.get("final-recipient", "") or fields.get("original-recipient", ""))


def _bounce(recipient: str, said: Said, original: str) -> Bounce:
    reason = bounce_reasons.reason(said)
    hard = not said.is_late and bounce_reasons.is_hard(said, reason)
    return Bounce(recipient, said.status, hard, original, reason)


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


def _prose(parsed: Parsed) -> tuple[Bounce, ...]:
    told = bounce_saying.report(parsed.text)
    original = original_id(parsed)
    recipients = _named(parsed, told)
    everybody = {recipient.lower() for recipient in recipients}
    found = []
    for recipient in recipients:
        story = _story(told, recipient, everybody)
        said = bounce_saying.said("", "", story, told, is_late=bool(_LATE.search(told)))
        titled = replace(said, report=f"{told}\n{parsed.subject.partition(':')[2]}")
        found.append(_bounce(recipient, _with_status(titled), original))
    return tuple(found)


def _named(parsed: Parsed, told: str) -> list[str]:
    """Whom a report in prose is about: whom it names in a field, else at the beginning of lines."""
    named = ADDRESS.findall(parsed.headers.get("X-Failed-Recipients"))
    if named:
        return list(dict.fromkeys(named))
    own = {person.email.lower() for person in (*parsed.from_, *parsed.to)}
    first = [address for address in _FIRST_ON_LINE.findall(told) if address.lower() not in own]
    if first:
        unlike = {address.lower().rstrip("."): address.rstrip(".") for address in first}
        return list(unlike.values())[:_RECIPIENTS]
    other = (address for address in ADDRESS.findall(told) if address.lower() not in own)
    return [next(other, "").rstrip(".")]


def _with_status(said: Said) -> Said:
    """With a status of the class of the reply where there is none."""
    if said.status:
        return said
    level = said.code[:1] or ("4" if said.is_late else "5")
    return replace(said, status=f"{level}.0.0")
