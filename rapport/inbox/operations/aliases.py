"""Further addresses: given to a project, a conversation or a mailbox, switched off, renewed.

None is ever taken from what it was given to: mail that comes late reaches no stranger.
"""

import re
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Alias, Conversation, Mailbox
from rapport.inbox.queries import reach
from rapport.lib.refusal import Refused
from rapport.projects.models import Project

# Without letters that look like others; 10 of them are 48 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,38}[a-z0-9])?")
# RFC 2142, and what mail servers write from.
RESERVED = frozenset({"postmaster", "abuse", "hostmaster", "mailer-daemon", "security", "noc"})


class NoAddress(Refused):
    """An address that cannot be given, with the sentence that says why."""


def can_carry(mailbox: Mailbox) -> bool:
    """Whether mail to more than its own address arrives in a mailbox."""
    return takes_any(mailbox) or mailbox.plus_addresses


def takes_any(mailbox: Mailbox) -> bool:
    """Whether an address may have any word before the @."""
    is_ours = mailbox.arrives_by == Mailbox.Arrival.DIRECT
    return mailbox.catches_all or (is_ours and reach.is_open(mailbox.domain, mailbox.workspace))


@transaction.atomic
def give(
    target: Project | Conversation, *, mailbox: Mailbox, word: str = "", by: Member, at: datetime
) -> Alias:
    """Give a project or a conversation an address; without a word one that nobody guesses. What has
    one already keeps it."""
    if known := running_of(target):
        return known
    address = _address(mailbox, _chosen(word) if word else _random())
    alias = Alias(
        workspace=mailbox.workspace, mailbox=mailbox, address=address, created_at=at,
        **_leading(target),
    )  # fmt: skip
    return _keep(alias, by=by, at=at)


@transaction.atomic
def add(mailbox: Mailbox, *, address: str, by: Member, at: datetime) -> Alias:
    """Say that mail to another address arrives in a mailbox."""
    address = address.strip().lower()
    is_received = mailbox.arrives_by == Mailbox.Arrival.DIRECT
    domain = address.rpartition("@")[2]
    if is_received and not reach.is_open(domain, mailbox.workspace):
        raise NoAddress(
            _("Mail for %(domain)s is not received here; whoever runs Rapport can open it.")
            % {"domain": domain}
        )
    alias = Alias(
        workspace=mailbox.workspace, mailbox=mailbox, address=address, created_at=at,
        purpose=Alias.Purpose.MAILBOX,
    )  # fmt: skip
    return _keep(alias, by=by, at=at)


@transaction.atomic
def end(alias: Alias, *, by: Member, at: datetime) -> None:
    """Switch it off: it leads nowhere, and where we receive mail ourselves it is refused."""
    if Alias.objects.filter(pk=alias.pk, ended_at=None).update(ended_at=at):
        publish(events.ALIAS_ENDED, subject=alias, by=by, at=at)


@transaction.atomic
def resume(alias: Alias, *, by: Member, at: datetime) -> None:
    """Switch it on again, for the same. What has another address by now keeps both."""
    if Alias.objects.filter(pk=alias.pk).exclude(ended_at=None).update(ended_at=None):
        publish(events.ALIAS_RESUMED, subject=alias, by=by, at=at)


@transaction.atomic
def renew(alias: Alias, *, by: Member, at: datetime) -> Alias:
    """Another address instead, that nobody knows yet."""
    target = alias.project or alias.conversation
    if target is None:
        raise NoAddress(_("This address belongs to the mailbox; add another one there."))
    end(alias, by=by, at=at)
    fresh = give(target, mailbox=alias.mailbox, by=by, at=at)
    if alias.takes_replies:
        set_takes_replies(fresh, takes_replies=True, by=by, at=at)
    return fresh


@transaction.atomic
def set_takes_replies(alias: Alias, *, takes_replies: bool, by: Member, at: datetime) -> None:
    """Whether our mails ask for answers to it."""
    rows = Alias.objects.filter(pk=alias.pk).exclude(takes_replies=takes_replies)
    if rows.update(takes_replies=takes_replies):
        alias.takes_replies = takes_replies
        facts = {"takes_replies": takes_replies}
        publish(events.ALIAS_CHANGED, subject=alias, by=by, at=at, facts=facts)


def running_of(target: Project | Conversation) -> Alias | None:
    """The address that leads there now."""
    rows = Alias.objects.running().filter(**_leading(target))
    found: Alias | None = rows.select_related("mailbox__workspace").order_by("-pk").first()
    return found


def last_of(target: Project | Conversation) -> Alias | None:
    """The address that led there last, and was switched off."""
    rows = Alias.objects.filter(**_leading(target)).exclude(ended_at=None)
    found: Alias | None = rows.order_by("-ended_at", "-pk").first()
    return found


def _leading(target: Project | Conversation) -> dict[str, object]:
    if isinstance(target, Project):
        return {"purpose": Alias.Purpose.PROJECT, "project": target}
    return {"purpose": Alias.Purpose.CONVERSATION, "conversation": target}


def _keep(alias: Alias, *, by: Member, at: datetime) -> Alias:
    address = alias.address
    boxes = Mailbox.objects.live().filter(address=address)
    if boxes.exists() or Alias.objects.filter(address=address).exists():
        raise NoAddress(
            _("%(address)s was given out already; please choose another one.")
            % {"address": address}
        )
    alias.save(force_insert=True)
    publish(events.ALIAS_GIVEN, subject=alias, by=by, at=at, facts={"purpose": alias.purpose})
    return alias


def _address(mailbox: Mailbox, word: str) -> str:
    if takes_any(mailbox):
        return f"{word}@{mailbox.domain}"
    if mailbox.plus_addresses:
        return f"{mailbox.address.rpartition('@')[0]}+{word}@{mailbox.domain}"
    raise NoAddress(
        _(
            "%(mailbox)s gets mail for its own address only. In its settings you can say that "
            "plus addresses or all addresses of its domain arrive there."
        )
        % {"mailbox": mailbox.address}
    )


def _chosen(word: str) -> str:
    word = word.strip().lower()
    if not _WORD.fullmatch(word) or ".." in word:
        raise NoAddress(_("Please use letters, digits, dots and dashes only, up to 40."))
    if word in RESERVED:
        raise NoAddress(_("“%(word)s” is kept for whoever runs the mail server.") % {"word": word})
    return word


def _random() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
