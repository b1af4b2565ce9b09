"""A mailbox's secrets: sealed at rest, opened only to sign in."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rapport.inbox import servers
from rapport.inbox.models import Mailbox
from rapport.inbox.servers import Server
from rapport.integrations import mail_sign_in, sealing
from rapport.integrations.mail_sign_in import PROVIDERS, Tokens

EARLY = timedelta(minutes=5)


class SignInNeeded(Exception):
    """The mailbox cannot sign in until a person does something; `str()` says what."""


def smtp(mailbox: Mailbox, *, at: datetime) -> Server:
    """The outgoing server, with what it takes to sign in."""
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
    Mailbox.everywhere.filter(pk=mailbox.pk).update(sealed_secret=mailbox.sealed_secret)


def _credentials(mailbox: Mailbox, at: datetime) -> tuple[str, str]:
    kept = _opened(mailbox)
    if mailbox.sign_in == Mailbox.SignIn.PASSWORD:
        return str(kept.get("password", "")), ""
    if not kept.get("refresh"):
        raise SignInNeeded(_("Somebody has to sign in to this mailbox first."))
    if datetime.fromisoformat(kept["expires"]) - EARLY > at:
        return "", str(kept["access"])
    try:
        fresh = mail_sign_in.refresh(PROVIDERS[mailbox.sign_in], token=kept["refresh"])
    except mail_sign_in.SignInFailed as error:
        raise SignInNeeded(
            _("The sign-in to this mailbox has ended (%(said)s). Please sign in again.")
            % {"said": error}
        ) from error
    keep_tokens(mailbox, fresh, at=at)
    return "", fresh.access


def _opened(mailbox: Mailbox) -> dict[str, str]:
    try:
        return sealing.unseal(mailbox.sealed_secret)
    except sealing.Unsealable as error:
        raise SignInNeeded(
            _("The saved password can no longer be read; please enter it again.")
        ) from error
