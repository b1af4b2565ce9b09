"""Which mail server checks the senders of a mailbox, as the mails in it show."""

import re
import zlib
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from rapport.inbox.authentication import name_of
from rapport.inbox.models import Mailbox, RawMail
from rapport.inbox.models.mailbox import MailboxQuerySet

LOOKED_AT = 30
ENOUGH = 5
ENOUGH_SENDERS = 2
HEAD = 64 * 1024
BROUGHT_BY_A_SERVER = (RawMail.Source.IMAP, RawMail.Source.LMTP, RawMail.Source.PROVIDER)
_FOLD = re.compile(rb"\r?\n[ \t]+")
_RESULTS = re.compile(rb"^authentication-results[ \t]*:[ \t]*(.*)$", re.I | re.M)
_AUTHOR = re.compile(rb"^from[ \t]*:.*@([a-z0-9.-]+)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that stood on top of every mail of late; an administrator must confirm it."""

    name: str
    mails: int
    senders: int


def unnamed() -> list[Mailbox]:
    """The mailboxes for which nobody has said whose checks are believed."""
    rows = checked_elsewhere(Mailbox.objects.live()).filter(trusted_authserv_id="")
    return list(rows.order_by("address"))


def checked_elsewhere(boxes: MailboxQuerySet) -> MailboxQuerySet:
    """Those of them whose mail another server took in before us, and says who sent it."""
    fetched = Q(arrives_by=Mailbox.Arrival.IMAP) & ~Q(imap_host="")
    others = [Mailbox.Arrival.PROVIDER]
    if settings.RECEIVE_LMTP:
        others.append(Mailbox.Arrival.DIRECT)
    return boxes.filter(fetched | Q(arrives_by__in=others))


def propose(mailbox: Mailbox) -> Proposal | None:
    """The name on top of all the latest mails, if there are enough of different senders. A server
    that checks signs every mail; a forger's header stands only on his own."""
    rows = RawMail.objects.filter(mailbox=mailbox, source__in=BROUGHT_BY_A_SERVER, size__gt=0)
    latest = rows.order_by("-pk").values_list("content", flat=True)[:LOOKED_AT]
    heads = [_head(bytes(content)) for content in latest]
    names = Counter(_checker(head) for head in heads)
    if len(heads) < ENOUGH or len(names) != 1 or "" in names:
        return None
    senders = {found[1].lower() for head in heads if (found := _AUTHOR.search(head))}
    if len(senders) < ENOUGH_SENDERS:
        return None
    return Proposal(next(iter(names)), len(heads), len(senders))


def _head(content: bytes) -> bytes:
    """The header lines, unfolded; of a large mail no more is unpacked than that."""
    raw = zlib.decompressobj().decompress(content, HEAD)
    return _FOLD.sub(b" ", re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0])


def _checker(head: bytes) -> str:
    found = _RESULTS.search(head)
    return name_of(found[1].decode("utf-8", "replace")) if found else ""
