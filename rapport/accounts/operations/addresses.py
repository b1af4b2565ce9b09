"""Sign in with another address: the new mailbox confirms it, the old one is told."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.accounts import events, letters, ranks, tokens
from rapport.accounts.models import AddressChange, Member, User
from rapport.accounts.operations import sessions
from rapport.accounts.operations.second_factors import OneselfElsewhere
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused

CONFIRM = "accounts/mail/address_confirm.txt"
ASKED = "accounts/mail/address_asked.txt"
CHANGED = "accounts/mail/address_changed.txt"


class LinkRanOut(Refused):
    """The link was used, replaced by a newer one, or is too old."""


@transaction.atomic
def ask(user: User, *, email: str, at: datetime) -> None:
    """Send a link to the new address; until it is confirmed everything stays.

    An address that somebody signs in with gets no letter, and who asks learns nothing of it.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        AddressChange.objects.filter(user=user).delete()
        return
    token, token_hash = tokens.make()
    AddressChange.objects.update_or_create(
        user=user, defaults={"email": email, "token_hash": token_hash, "asked_at": at}
    )
    link = letters.link(f"/sign-in/address/{token}/")
    _write(CONFIRM, user, to=email, link=link)


@transaction.atomic
def ask_for(member: Member, *, email: str, by: Member, at: datetime) -> None:
    """Ask it for a colleague who lost the old mailbox; the old one is told at once."""
    if member.user_id == by.user_id:
        raise OneselfElsewhere(_("Change your own address on your profile page."))
    ranks.require_rules_sign_in(by, member)
    ask(member.user, email=email, at=at)
    publish(events.ADDRESS_CHANGE_ASKED, subject=member, by=by, at=at)
    _write(ASKED, member.user, to=member.user.email, by=by.name)


@transaction.atomic
def confirm(change: AddressChange, *, at: datetime) -> None:
    """Put the new address in place, by a click in its mailbox; ends every session."""
    held = AddressChange.objects.filter(pk=change.pk, token_hash=change.token_hash)
    if not change.is_open(at) or not held.delete()[0]:
        raise LinkRanOut(_("This link no longer works. Ask for a new one."))
    put(change.user, email=change.email, by=None, at=at)


@transaction.atomic
def put(user: User, *, email: str, by: Acts | None, at: datetime) -> None:
    """Set the address a person signs in with; without `by` it was the person."""
    was = user.email
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=email.strip().lower())
    except IntegrityError:
        raise LinkRanOut(_("Somebody signs in with this address already.")) from None
    EmailAddress.objects.filter(user=user).delete()
    AddressChange.objects.filter(user=user).delete()
    user.refresh_from_db()
    sessions.end_all(user)
    for member in Member.everywhere.active().filter(user=user).select_related("workspace"):
        publish(events.ADDRESS_CHANGED, subject=member, by=by or member, at=at)
    _write(CHANGED, user, to=was)


def put_by_command(user: User, *, email: str, at: datetime) -> None:
    """Set the address from the machine itself, where no mailbox can confirm it."""
    put(user, email=email, by=SYSTEM, at=at)


def _write(template: str, user: User, *, to: str, **facts: str) -> None:
    letters.send(letters.write(template, to=to, language=user.language, name=user.name, **facts))
