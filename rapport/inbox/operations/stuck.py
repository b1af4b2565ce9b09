"""Mails that a server does not hand over: passed over so that those behind them come in, written
down, asked for again after ever longer pauses, and at last only when a person wants it."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Mailbox, StuckMail

log = logging.getLogger("rapport.inbox")

PAUSES = [timedelta(minutes=n) for n in (1, 5, 30, 120, 720)]
MOST_TRIES = 6
# So often it stands in the way of those behind it: a connection may break off over any mail.
BLOCKS_UNTIL = 2
# So many at one look are no mails that are broken: the server is.
MOST_A_LOOK = 20


@transaction.atomic
def note(mailbox: Mailbox, uid: int, *, error: str, at: datetime) -> StuckMail:
    """Write down that a mail could not be had; after the last try it is said aloud, once."""
    stuck: StuckMail
    stuck, _made = StuckMail.objects.get_or_create(
        mailbox=mailbox, uid=uid,
        defaults={
            "workspace": mailbox.workspace, "first_tried_at": at, "last_tried_at": at,
            "next_try_at": at,
        },
    )  # fmt: skip
    stuck.tries += 1
    stuck.last_error, stuck.last_tried_at = error[:500], at
    stuck.next_try_at = at + PAUSES[min(stuck.tries, len(PAUSES)) - 1]
    if stuck.tries >= MOST_TRIES:
        stuck.given_up_at = at
    stuck.save()
    log.warning("a mail is stuck: %s", error, extra={"mailbox": mailbox.pk, "uid": uid})
    if stuck.tries == MOST_TRIES:
        facts = {"uid": uid, "tries": stuck.tries}
        publish(events.MAIL_STUCK, subject=stuck, by=SYSTEM, at=at, facts=facts)
    return stuck


def tries_of(mailbox: Mailbox) -> dict[int, int]:
    """How often each stuck mail was asked for, by its UID."""
    return dict(StuckMail.objects.filter(mailbox=mailbox).values_list("uid", "tries"))


def forget(mailbox: Mailbox, uid: int) -> None:
    """It is here, or no longer there."""
    StuckMail.objects.filter(mailbox=mailbox, uid=uid).delete()


@transaction.atomic
def ask_again(stuck: StuckMail, *, by: Member, at: datetime) -> None:
    """A person wants it tried now."""
    StuckMail.objects.filter(pk=stuck.pk).update(given_up_at=None, next_try_at=at)
    facts = {"uid": stuck.uid, "tries": stuck.tries}
    publish(events.MAIL_ASKED_FOR, subject=stuck.mailbox, by=by, at=at, facts=facts)
