"""Invite a contact to the portal: a personal letter, seen before it goes."""

from datetime import datetime, timedelta

from django.db import transaction

from rapport.accounts import letters
from rapport.accounts.models import Member
from rapport.clients import events
from rapport.clients.models import Contact
from rapport.clients.operations import sign_in
from rapport.events.operations.stream import publish

TEMPLATE = "clients/mail/portal_invitation.txt"
LIVES = timedelta(days=7)
PREVIEW = "…"


def letter(contact: Contact, *, note: str, by: Member, token: str = PREVIEW) -> letters.Letter:
    """The mail exactly as it will arrive; without a token it is a preview."""
    return letters.write(
        TEMPLATE,
        to=contact.email,
        language=contact.language,
        reply_to=by.user.email,
        name=contact.name,
        inviter=by.name,
        workspace=contact.workspace.name,
        note=note.strip(),
        link=letters.link(sign_in.path_of(contact, token)),
    )


@transaction.atomic
def invite(contact: Contact, *, note: str, by: Member, at: datetime) -> None:
    """Send a personal link to the portal. It works once, for seven days, and can be renewed."""
    token = sign_in.cut_key(contact, next_path="", lives=LIVES, at=at)
    letters.send(letter(contact, note=note, by=by, token=token))
    publish(events.CONTACT_INVITED, subject=contact, by=by, at=at)
