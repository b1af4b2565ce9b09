"""Look into a mailbox: each new mail is kept and committed before the place in the folder moves."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events, imap, parser
from rapport.inbox.imap import Fetched, Session
from rapport.inbox.models import Mailbox, Mention, RawMail
from rapport.inbox.operations import intake, secrets
from rapport.inbox.queries.people import addresses_of, look_up, spelled

log = logging.getLogger("rapport.inbox")


def fetch(mailbox: Mailbox) -> int:
    """Take in what is new; returns how many. A failure is noted at the mailbox, and shown."""
    try:
        server = secrets.imap(mailbox, at=now())
        with imap.session(server, mailbox.imap_folder) as session:
            count = take(mailbox, session)
    except (imap.Failed, secrets.SignInNeeded) as error:
        _failed(mailbox, str(error), now())
        return 0
    Mailbox.objects.filter(pk=mailbox.pk).update(last_checked_at=now(), last_error="")
    return count


def take(mailbox: Mailbox, session: Session) -> int:
    """Take in what is new in an open folder, mail by mail."""
    is_first = mailbox.uid_validity is None
    if mailbox.uid_validity != session.folder.uid_validity:
        # The server numbered anew: what we know already is found again by its content.
        mailbox.uid_validity, mailbox.last_uid = session.folder.uid_validity, 0
        mailbox.save(update_fields=["uid_validity", "last_uid"])
    count = 0
    for uid in session.uids_after(mailbox.last_uid):
        if _is_wanted(mailbox, session, uid) and (fetched := session.mail(uid)):
            raw = _keep(mailbox, uid, fetched, is_first=is_first)
            intake.settle(raw, at=max(now(), raw.received_at))
            count += 1
        else:
            _advance(mailbox, uid)
    return count


def _keep(mailbox: Mailbox, uid: int, fetched: Fetched, *, is_first: bool) -> RawMail:
    """The mail and the new place in the folder are one commit."""
    older = fetched.arrived_at is not None and fetched.arrived_at < mailbox.created_at
    arrival = intake.Arrival(
        f"{mailbox.pk}/{mailbox.imap_folder}/{mailbox.uid_validity}/{uid}",
        fetched.raw,
        RawMail.Source.IMAP,
        mailbox,
        is_history=is_first and older,
    )
    with transaction.atomic():
        [raw] = intake.store_raw([arrival], workspace=mailbox.workspace, at=now())
        _advance(mailbox, uid)
    return raw


def _advance(mailbox: Mailbox, uid: int) -> None:
    """Forward only, so that two who look at once never set each other back."""
    Mailbox.objects.filter(
        pk=mailbox.pk, uid_validity=mailbox.uid_validity, last_uid__lt=uid
    ).update(last_uid=uid)
    mailbox.last_uid = uid


def _is_wanted(mailbox: Mailbox, session: Session, uid: int) -> bool:
    """In a mailbox that is not ours alone, only what known clients wrote or answers us is even
    looked at."""
    if not mailbox.known_clients_only:
        return True
    parsed = parser.parse(session.header(uid) + b"\r\n\r\n.").parsed
    if parsed is None or parsed.author is None:
        return False
    author = spelled(parsed.author.email)
    book = look_up(
        (address.email for address in addresses_of(parsed)), domain=author.rpartition("@")[2]
    )
    return (
        author in book.contacts
        or book.domain_client is not None
        or Mention.objects.filter(identifier__in=parsed.parents[:60], is_own=True).exists()
    )


@transaction.atomic
def _failed(mailbox: Mailbox, error: str, at: datetime) -> None:
    """Say it once, when it begins."""
    log.warning("mailbox: %s", error, extra={"mailbox": mailbox.pk})
    began = Mailbox.objects.filter(pk=mailbox.pk, last_error="").update(last_error=error)
    Mailbox.objects.filter(pk=mailbox.pk).update(last_error=error, last_checked_at=at)
    if began:
        publish(events.MAILBOX_FAILED, subject=mailbox, by=SYSTEM, at=at)
