"""Mailboxes: added, changed, tried, paused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events, imap, smtp
from rapport.inbox.models import Dispatch, Mailbox
from rapport.inbox.operations import secrets
from rapport.inbox.queries import reach
from rapport.integrations.mail_sign_in import Tokens
from rapport.lib.refusal import Refused


class AddressTaken(Refused):
    """The workspace has a mailbox with this address."""


class NotReceived(Refused):
    """Mail for this address cannot be handed over to us."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a mailbox: a sentence for each direction, empty where it works."""

    imap: str = ""
    smtp: str = ""
    # The outgoing server offers no sign-in, though one is saved.
    offers_no_sign_in: bool = False

    @property
    def works(self) -> bool:
        """Whether both directions do."""
        return not self.imap and not self.smtp


@transaction.atomic
def save(mailbox: Mailbox, *, password: str, by: Member, at: datetime) -> None:
    """Keep a mailbox as it was filled in. Another server or folder starts at its first mail.

    Whether it works that way is not known before the next look.
    """
    taken = Mailbox.objects.live().filter(address=mailbox.address).exclude(pk=mailbox.pk)
    if taken.exists():
        raise AddressTaken(_("There is a mailbox with this address already."))
    _check_reception(mailbox)
    is_new = mailbox.pk is None
    if password:
        secrets.keep_password(mailbox, password)
    if is_new:
        mailbox.created_at = at
    else:
        was = Mailbox.objects.get(pk=mailbox.pk)
        if (was.imap_host, was.imap_folder) != (mailbox.imap_host, mailbox.imap_folder):
            mailbox.uid_validity, mailbox.last_uid = None, 0
        if (was.imap_host, was.smtp_host) != (mailbox.imap_host, mailbox.smtp_host):
            # A password must not be sent to a server it was not given for.
            mailbox.sealed_secret = mailbox.sealed_secret if password else ""
    mailbox.last_checked_at, mailbox.last_error, mailbox.needs_sign_in = None, "", False
    mailbox.send_error = ""
    mailbox.save()
    verb = events.MAILBOX_ADDED if is_new else events.MAILBOX_CHANGED
    publish(verb, subject=mailbox, by=by, at=at)
    Dispatch.objects.filter(mailbox=mailbox, state=Dispatch.State.WAITING).update(not_before=at)


def _check_reception(mailbox: Mailbox) -> None:
    """What others hand over to us nobody proves by a password: so the domain must be opened for
    this company, and nobody else may receive for the address."""
    if mailbox.arrives_by != Mailbox.Arrival.DIRECT:
        return
    if not reach.is_open(mailbox.domain, mailbox.workspace):
        raise NotReceived(
            _(
                "Mail for %(domain)s is not received here. Whoever runs Rapport opens it by "
                "RAPPORT_RECEIVE_DOMAINS."
            )
            % {"domain": mailbox.domain}
        )
    others = Mailbox.everywhere.received().filter(address=mailbox.address).exclude(pk=mailbox.pk)
    if others.exists():
        raise NotReceived(_("Mail for this address is received already."))


@transaction.atomic
def signed_in(mailbox: Mailbox, tokens: Tokens, *, by: Member, at: datetime) -> None:
    """A person signed in at the provider: it is looked into again, and what waited leaves."""
    secrets.keep_tokens(mailbox, tokens, at=at)
    Mailbox.objects.filter(pk=mailbox.pk).update(last_checked_at=None, last_error="")
    facts = {"signed_in": True}
    publish(events.MAILBOX_CHANGED, subject=mailbox, by=by, at=at, facts=facts)
    Dispatch.objects.filter(mailbox=mailbox, state=Dispatch.State.WAITING).update(not_before=at)


@transaction.atomic
def set_paused(mailbox: Mailbox, *, paused: bool, by: Member, at: datetime) -> None:
    """Stop or resume fetching and sending."""
    if Mailbox.objects.filter(pk=mailbox.pk, is_paused=not paused).update(is_paused=paused):
        mailbox.is_paused = paused
        publish(events.MAILBOX_CHANGED, subject=mailbox, by=by, at=at, facts={"is_paused": paused})


@transaction.atomic
def trust_checker(mailbox: Mailbox, *, name: str, by: Member, at: datetime) -> None:
    """Believe what this server says about the senders of a mailbox, from now on."""
    if (
        Mailbox.objects.filter(pk=mailbox.pk)
        .exclude(trusted_authserv_id=name)
        .update(trusted_authserv_id=name)
    ):
        mailbox.trusted_authserv_id = name
        facts = {"checks_senders": True}
        publish(events.MAILBOX_CHANGED, subject=mailbox, by=by, at=at, facts=facts)


@transaction.atomic
def send_without_sign_in(mailbox: Mailbox, *, by: Member, at: datetime) -> None:
    """Keep the password to read, and hand over mail without it."""
    if Mailbox.objects.filter(pk=mailbox.pk, smtp_without_sign_in=False).update(
        smtp_without_sign_in=True, last_checked_at=None, last_error="", send_error=""
    ):
        mailbox.smtp_without_sign_in = True
        facts = {"smtp_without_sign_in": True}
        publish(events.MAILBOX_CHANGED, subject=mailbox, by=by, at=at, facts=facts)
    Dispatch.objects.filter(mailbox=mailbox, state=Dispatch.State.WAITING).update(not_before=at)


def try_out(mailbox: Mailbox, *, at: datetime) -> Tried:
    """Sign in both ways; changes nothing on the servers."""
    reads = mailbox.arrives_by == Mailbox.Arrival.IMAP and mailbox.imap_host
    reading = _attempt(_read, mailbox, at) if reads else None
    sending = _attempt(_write, mailbox, at) if mailbox.smtp_host else None
    return Tried(
        str(reading or ""), str(sending or ""), isinstance(sending, smtp.NoSignIn)
    )  # fmt: skip


def _read(mailbox: Mailbox, at: datetime) -> None:
    with imap.session(secrets.imap(mailbox, at=at), mailbox.imap_folder):
        pass


def _write(mailbox: Mailbox, at: datetime) -> None:
    smtp.visit(secrets.smtp(mailbox, at=at))


def _attempt(
    attempt: Callable[[Mailbox, datetime], None], mailbox: Mailbox, at: datetime
) -> Exception | None:
    try:
        attempt(mailbox, at)
    except (imap.Failed, smtp.NoServer, secrets.SignInNeeded) as error:
        return error
    return None
