"""Who takes part in a conversation."""

from datetime import datetime

from rapport.engine.mail import Address
from rapport.inbox.models import Conversation, Participant
from rapport.inbox.operations.dossier import Dossier
from rapport.inbox.queries.people import addresses_of


def join(mail: Dossier, conversation: Conversation, *, at: datetime) -> None:
    """Add the sender and whom they wrote to. An unproved sender brings in nobody but themselves,
    and what merely answers itself brings in nobody."""
    if mail.sender.is_report:
        return
    unproved = mail.place.is_unverified or mail.sender.is_suspicious
    people = addresses_of(mail.parsed)
    if unproved:
        people = [Address(mail.sender.name, mail.sender.email)] if mail.sender.email else []
    known = mail.place.participants
    fresh = [
        _participant(mail, conversation, person, at, is_verified=not unproved)
        for person in people
        if person.email not in known and not mail.book.is_ours(person.email)
    ]
    if fresh:
        Participant.objects.bulk_create(fresh, ignore_conflicts=True)


def _participant(
    mail: Dossier, conversation: Conversation, person: Address, at: datetime, *, is_verified: bool
) -> Participant:
    return Participant(
        workspace=mail.workspace,
        conversation=conversation,
        email=person.email,
        name=person.name[:200],
        contact=mail.book.contacts.get(person.email) if is_verified else None,
        is_verified=is_verified,
        joined_at=at,
    )
