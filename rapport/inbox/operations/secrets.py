"""A mailbox's secrets: sealed at rest, opened only to sign in."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events, servers
from rapport.inbox.models import Mailbox
from rapport.inbox.servers import Server
from rapport.integrations import mail_sign_in, sealing
from rapport.integrations.mail_sign_in import Tokens

EARLY = timedelta(minutes=5)


class SignInNeeded(Exception):
    """The mailbox cannot sign in until a person does something; `str()` says what."""


def smtp(mailbox: Mailbox, *, at: datetime) -> Server:
    """The outgoing server, with what it takes to sign in."""
    if mailbox.smtp_without_sign_in:
        return servers.smtp_of(mailbox)
    password, token = _credentials(mailbox, at)
    return servers.smtp_of(mailbox, password=password, token=token)


def imap(mailbox: Mailbox, *, at: datetime) -> Server:
    """The incoming server, with what it takes to sign in."""
    password, token = _credentials(mailbox, at)
    return servers.imap_of(mailbox, password=password, token=token)


def keep_password(mailbox: Mailbox, password: str) -> None:
    """Seal a password into the row; the caller saves."""
    mailbox.sealed_secret = sealing.seal({"password": password})


def keep_tokens(mailbox: Mailbox, tokens: Tokens, *, at: datetime) -> None:
    """Seal what the provider gave and save it."""
    kept = _opened(mailbox).get("refresh", "") if not tokens.refresh else tokens.refresh
    expires = at + timedelta(seconds=tokens.expires_in)
    mailbox.sealed_secret = sealing.seal(
        {"access": tokens.access, "refresh": kept, "expires": expires.isoformat()}
    )
    mailbox.needs_sign_in = False
    Mailbox.everywhere.filter(pk=mailbox.pk).update(
        sealed_secret=mailbox.sealed_secret, needs_sign_in=False
    )


def token_was_refused(mailbox: Mailbox, *, at: datetime) -> None:
    """A mail server did not believe the token: the next sign-in asks for a fresh one."""
    kept = _opened(mailbox)
    if kept.get("refresh"):
        mailbox.sealed_secret = sealing.seal(kept | {"expires": at.isoformat()})
        Mailbox.everywhere.filter(pk=mailbox.pk).update(sealed_secret=mailbox.sealed_secret)


def _credentials(mailbox: Mailbox, at: datetime) -> tuple[str, str]:
    kept = _opened(mailbox)
    if mailbox.sign_in == Mailbox.SignIn.PASSWORD:
        return str(kept.get("password", "")), ""
    if not kept.get("refresh"):
        raise SignInNeeded(_("Somebody has to sign in to this mailbox first."))
    if mailbox.needs_sign_in:
        raise SignInNeeded(mailbox.last_error or _("Please sign in to this mailbox again."))
    if datetime.fromisoformat(kept["expires"]) - EARLY > at:
        return "", str(kept["access"])
    return "", _refreshed(mailbox, kept, at)


def _refreshed(mailbox: Mailbox, kept: dict[str, str], at: datetime) -> str:
    """A fresh access token. Providers change the refresh token each time, so another process that
    was quicker makes ours worthless: then what it kept is used."""
    provider = mail_sign_in.PROVIDERS[mailbox.sign_in]
    try:
        fresh = mail_sign_in.refresh(provider, token=kept["refresh"])
    except mail_sign_in.SignInOver as error:
        mailbox.refresh_from_db(fields=["sealed_secret"])
        now_kept = _opened(mailbox)
        if now_kept.get("refresh") not in (None, kept["refresh"]):
            return str(now_kept["access"])
        raise _ended(mailbox, str(error), at) from error
    except mail_sign_in.SignInFailed as error:
        said = _("The sign-in provider could not be asked just now (%(said)s); it is tried again.")
        raise SignInNeeded(said % {"said": error}) from error
    keep_tokens(mailbox, fresh, at=at)
    return fresh.access


@transaction.atomic
def _ended(mailbox: Mailbox, said: str, at: datetime) -> SignInNeeded:
    """Nothing is tried any more until a person signs in again; that is said once."""
    why = _("The sign-in to this mailbox has ended (%(said)s). Please sign in again.")
    sentence = why % {"said": said}
    mailbox.needs_sign_in, mailbox.last_error = True, sentence
    works = Mailbox.objects.filter(pk=mailbox.pk, needs_sign_in=False)
    if works.update(needs_sign_in=True, last_error=sentence):
        publish(events.MAILBOX_FAILED, subject=mailbox, by=SYSTEM, at=at)
    return SignInNeeded(sentence)


def _opened(mailbox: Mailbox) -> dict[str, str]:
    try:
        return sealing.unseal(mailbox.sealed_secret)
    except sealing.Unsealable as error:
        raise SignInNeeded(
            _("The saved password can no longer be read; please enter it again.")
        ) from error
