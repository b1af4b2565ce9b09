"""Say at once that a message has come and when an answer may be expected.

For a new conversation alone, and only where no machine could answer (RFC 3834). It is no message of
the conversation: no first reply, no promise, and the turn stays ours. One an address and day, and
not many a company and hour, so that no two programs ever thank each other for long.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.engine.mail import Address, Outgoing, Unsendable, compose, courtesy
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events, expectations, parser, reply_addresses
from rapport.inbox.models import (
    Acknowledgement,
    Acknowledging,
    AddressTrouble,
    Dispatch,
    Mailbox,
    Mention,
    Message,
)
from rapport.inbox.queries.people import look_up
from rapport.lib.inserting import insert_unless_there
from rapport.ui import words
from rapport.workspaces.models import Workspace

Outcome = Acknowledgement.Outcome
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
MOST_A_DOMAIN = 20
# Later than this a thank-you looks odd; what waited longer gets none.
FRESH = timedelta(hours=2)
# A moment is said in halves of an hour: more exact it sounds like a machine.
HALF_HOUR = 1800
MOST_OF_A_TEXT = 4_000
# What somebody wrote comes back only to whoever is proved to have written it: else anybody could
# have us send their words to others. And no more of it than one recognises.
LONGEST_SUBJECT = 120
_BRACES = re.compile(r"\{([a-z]{1,20})\}")


@dataclass(frozen=True, slots=True)
class Words:
    """An acknowledgement as somebody reads it."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """What it answers, and until when an answer may be expected. Without a subject none is said."""

    subject: str
    number: int
    due: datetime | None = None


@transaction.atomic
def set_up(
    mailbox: Mailbox, *, is_on: bool, texts: dict[str, str], by: Member, at: datetime
) -> None:
    """Say whether a mailbox acknowledges, and in which words by language; none: the usual ones."""
    kept = {code: text.strip()[:MOST_OF_A_TEXT] for code, text in texts.items() if text.strip()}
    row, _made = Acknowledging.objects.get_or_create(
        mailbox=mailbox, defaults={"workspace_id": mailbox.workspace_id}
    )
    if (row.is_on, row.texts) == (is_on, kept):
        return
    Acknowledging.objects.filter(pk=row.pk).update(is_on=is_on, texts=kept)
    facts = {"is_on": is_on, "languages": sorted(kept)}
    publish(events.ACKNOWLEDGING_SET, subject=mailbox, by=by, at=at, facts=facts)


@transaction.atomic
def acknowledge(message: Message, *, at: datetime) -> Acknowledgement | None:
    """Send it, or note why not; a second call changes nothing."""
    conversation = message.conversation
    setting = Acknowledging.objects.filter(mailbox=conversation.mailbox, is_on=True).first()
    if setting is None or message.raw is None or at - message.written_at > FRESH:
        return None
    row = Acknowledgement(
        workspace_id=message.workspace_id, conversation=conversation,
        mailbox=conversation.mailbox, email=message.from_email.lower(),
        domain=message.from_email.rpartition("@")[2].lower()[:253],
        outcome=_outcome(message, at), at=at,
    )  # fmt: skip
    letter = _letter(message, setting, at) if row.outcome == Outcome.SENT else None
    if row.outcome == Outcome.SENT and letter is None:
        row.outcome = Outcome.MACHINE
    if not insert_unless_there(row):
        return None
    if letter is not None:
        sent = _send(message, letter, _true_until(message, at), at)
        Acknowledgement.objects.filter(pk=row.pk).update(dispatch=sent)
    return row


def written(
    workspace: Workspace, *, text: str, person: Contact | None, about: About, at: datetime
) -> Words:  # fmt: skip
    """The words for this person, in their language and time zone."""
    here = person or workspace
    with translation.override(here.language), timezone.override(here.time_zone):
        moment = words.moment(_rounded(about.due), at) if about.due else ""
        subject = _plain(about.subject)[:LONGEST_SUBJECT]
        values = {
            "name": person.name if person else "", "moment": moment or _("soon"),
            "subject": subject or _("your message"), "number": str(about.number),
            "company": workspace.name,
        }  # fmt: skip
        lines = text or usual(has_moment=bool(moment))
        head = _("We have your message: %(subject)s") % {"subject": subject}
        return Words(head if subject else _("We have your message"), filled(lines, values))


def usual(*, has_moment: bool = True) -> str:
    """The usual words in the language that is set."""
    if has_moment:
        return _(
            "Thank you, your message has arrived.\n\nWe answer by {moment}. If you want to add "
            "something, simply answer this mail.\n\n{company}"
        )
    return _(
        "Thank you, your message has arrived.\n\nWe answer as soon as we can. If you want to add "
        "something, simply answer this mail.\n\n{company}"
    )


def filled(text: str, values: dict[str, str]) -> str:
    """The text with what stands for each word in braces; an unknown one stays as it is."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)


def _outcome(message: Message, at: datetime) -> str:
    email = message.from_email.lower()
    if look_up([email]).is_ours(email):
        return Outcome.OWN
    if message.is_automatic or not _is_polite(message):
        return Outcome.MACHINE
    if AddressTrouble.objects.filter(email=email, state=AddressTrouble.State.DEAD).exists():
        return Outcome.UNREACHABLE
    sent = Acknowledgement.objects.filter(outcome=Outcome.SENT)
    if sent.filter(email=email, at__gt=at - A_DAY).exists():
        return Outcome.ADDRESS
    domain = email.rpartition("@")[2]
    if sent.filter(domain=domain, at__gt=at - AN_HOUR).count() >= MOST_A_DOMAIN:
        return Outcome.DOMAIN
    return Outcome.SENT


def _is_polite(message: Message) -> bool:
    assert message.raw is not None  # noqa: S101 - asked before
    parsed = parser.parse(message.raw.bytes).parsed
    if parsed is None or message.is_suspicious or message.is_unverified:
        return False
    domains = {box.domain for box in Mailbox.objects.live()}
    envelope = (message.raw.envelope or {}).get("from")
    return courtesy.may_answer(parsed, domains=domains, envelope=envelope)


def _plain(text: str) -> str:
    """On one line, and nothing that is no letter."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _letter(message: Message, setting: Acknowledging, at: datetime) -> Outgoing | None:
    """The mail; None where no mail can be made that reaches this sender."""
    conversation, mailbox = message.conversation, setting.mailbox
    person = message.contact
    language = person.language if person else message.workspace.language
    due = expectations.first_answer(conversation, at=message.written_at)
    is_theirs = message.proof == Message.Proof.PASSED
    about = About(conversation.subject if is_theirs else "", conversation.number, due)
    text = setting.texts.get(language, "")
    said = written(message.workspace, text=text, person=person, about=about, at=at)
    header_id = f"<{secrets.token_urlsafe(18)}@{mailbox.domain}>"
    answer_to = reply_addresses.make(conversation, mailbox, epoch=message.workspace.epoch)
    ids = (message.message_id,) if message.message_id else ()
    letter = Outgoing(
        from_=Address(mailbox.name, mailbox.address),
        to=(Address(_plain(message.from_name) if is_theirs else "", message.from_email),),
        subject=said.subject, text=said.text + "\n", message_id=header_id, date=at,
        reply_to=(Address(mailbox.name, answer_to),) if answer_to else (),
        in_reply_to=message.message_id, references=ids, automatic=True,
    )  # fmt: skip
    try:
        compose(letter)
    except Unsendable:
        return None
    return letter


def _true_until(message: Message, at: datetime) -> datetime:
    """How long it may wait for the mail server: while it is fresh, before the moment that it names,
    and on the day on which it says "tomorrow"."""
    zone = ZoneInfo((message.contact or message.workspace).time_zone)
    midnight = datetime.combine(at.astimezone(zone).date() + A_DAY, time.min, zone)
    due = expectations.first_answer(message.conversation, at=message.written_at)
    return min(message.written_at + FRESH, midnight, *([_rounded(due)] if due else []))


def _send(message: Message, letter: Outgoing, true_until: datetime, at: datetime) -> Dispatch:
    conversation = message.conversation
    sent: Dispatch = Dispatch.objects.create(
        workspace_id=message.workspace_id, mailbox=conversation.mailbox,
        header_id=letter.message_id, sender=letter.from_.email,
        recipients={message.from_email.lower(): "waiting"}, content=compose(letter),
        not_before=at, created_at=at, true_until=true_until,
    )  # fmt: skip
    # What is answered to it, and what comes back of it, finds the conversation.
    Mention(
        workspace_id=message.workspace_id, identifier=letter.message_id,
        conversation=conversation, is_own=True,
    ).save(force_insert=True)  # fmt: skip
    facts = {"number": conversation.number, "message": message.pk}
    publish(events.MESSAGE_ACKNOWLEDGED, subject=conversation, by=SYSTEM, at=at, facts=facts)
    return sent


def _rounded(due: datetime) -> datetime:
    """The half hour after it."""
    over = (due.minute * 60 + due.second) % HALF_HOUR
    later = timedelta(seconds=HALF_HOUR - over) if over else timedelta()
    return due.replace(microsecond=0) + later
