"""Who takes part in a conversation."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.engine.mail import Address
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.authentication import Verdict
from rapport.inbox.models import Conversation, Message, Participant
from rapport.inbox.operations import later, receiving
from rapport.inbox.operations.dossier import Dossier
from rapport.inbox.queries import parties
from rapport.inbox.queries.people import addresses_of
from rapport.lib.inserting import insert_unless_there
from rapport.lib.refusal import Refused


class NotBroughtIn(Refused):
    """Somebody who does not belong here."""


class StillWrittenTo(Refused):
    """Somebody to whom an answer is about to go."""


def join(mail: Dossier, conversation: Conversation, *, is_internal: bool, at: datetime) -> None:
    """Add the sender and whom they wrote to. A disproved sender brings in nobody but themselves,
    one who is not proved nobody from elsewhere unconfirmed; a report or a note of ours nobody."""
    if mail.sender.is_report or is_internal:
        return
    unproved = mail.place.is_unverified or mail.sender.is_suspicious
    people = addresses_of(mail.parsed)
    if unproved:
        people = [Address(mail.sender.name, mail.sender.email)] if mail.sender.email else []
    known = mail.place.participants
    # On the side nobody brings the client in but one of us.
    theirs = parties.of_client(conversation.side_of, [one.email for one in people])
    fresh = [
        _participant(
            mail,
            conversation,
            person,
            at,
            is_verified=not unproved
            and person.email not in theirs
            and _is_believed(mail, person.email),
        )
        for person in people
        if person.email not in known and not mail.book.is_ours(person.email)
    ]
    if fresh:
        insert_unless_there(*fresh)
    back = [
        person.email
        for person in people
        if _was_removed(known.get(person.email)) and _is_believed(mail, person.email)
    ]
    if back and not unproved:
        _bring_back(conversation, back)


def _was_removed(person: Participant | None) -> bool:
    return person is not None and person.removed_at is not None


def _bring_back(conversation: Conversation, emails: list[str]) -> None:
    """Whoever writes again, or is written to again, takes part again."""
    rows = Participant.objects.filter(conversation=conversation, email__in=emails)
    rows.exclude(removed_at=None).update(is_verified=True, removed_at=None)


def _is_believed(mail: Dossier, email: str) -> bool:
    """Whether somebody takes part on the sender's word alone: else a forged mail of a client, with
    a stranger in copy, would have our answer sent to the stranger."""
    if mail.sender.proof in (None, Verdict.PASSED) or email in mail.book.contacts:
        return True
    known = {mail.sender.email.rpartition("@")[2]}
    if mail.raw.mailbox:
        known.add(mail.raw.mailbox.domain)
    return email.rpartition("@")[2] in known


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


@transaction.atomic
def confirm(
    participant: Participant, *, by: Acts, at: datetime, contact: Contact | None = None
) -> None:
    """Staff vouches for somebody, and may say which contact it is: what they wrote counts from now
    on, as if it came now."""
    rows = Participant.objects.filter(pk=participant.pk, is_verified=False)
    contact = contact or Contact.objects.with_address(participant.email).first()
    if not rows.update(is_verified=True, contact=contact, removed_at=None):
        return
    participant.is_verified, participant.contact = True, contact
    conversation = participant.conversation
    Conversation.objects.filter(pk=conversation.pk).update(is_suspicious=False)
    facts = {
        "number": conversation.number, "participant": participant.pk,
        "contact": contact.pk if contact else None,
    }  # fmt: skip
    publish(events.PARTICIPANT_CONFIRMED, subject=conversation, by=by, at=at, facts=facts)
    waiting = Message.objects.filter(
        conversation=conversation, from_email=participant.email, is_unverified=True,
        is_automatic=False, is_suspicious=False,
    )  # fmt: skip
    last = waiting.order_by("written_at", "pk").last()
    waiting.update(is_unverified=False, contact=contact)
    if last is not None:
        last.contact = contact
        receiving.accept(conversation, last, is_new=False, at=at)


@transaction.atomic
def add(conversation: Conversation, *, contact: Contact, at: datetime) -> Participant:
    """Let a contact take part; they see the conversation from now on."""
    participant, _made = Participant.objects.update_or_create(
        conversation=conversation,
        email=contact.email.lower(),
        defaults={
            "workspace": conversation.workspace, "contact": contact, "is_verified": True,
            "removed_at": None,
        },
        create_defaults={
            "workspace": conversation.workspace, "contact": contact, "name": contact.name,
            "joined_at": at,
        },
    )  # fmt: skip
    return participant  # type: ignore[no-any-return]


@transaction.atomic
def bring_in(
    conversation: Conversation, *, contact: Contact, by: Member, at: datetime
) -> Participant:  # fmt: skip
    """Let a colleague of the client follow along: they see it, and answers can go to them."""
    if conversation.is_side:
        raise NotBroughtIn(_("This is on the side: the client is to know nothing of it."))
    if contact.client_id != conversation.client_id:
        raise NotBroughtIn(_("This person belongs to another client."))
    participant = add(conversation, contact=contact, at=at)
    _publish(events.PARTICIPANT_ADDED, participant, by, at)
    return participant


@transaction.atomic
def remove(participant: Participant, *, by: Member, at: datetime) -> None:
    """They take part no more: they see it no more by taking part, and no answer goes to them. If
    they write again, or the client copies them again, they are back. Refused while an answer to
    them waits for its moment: it would still go."""
    if later.waits_for(participant.conversation, participant.email):
        raise StillWrittenTo(
            _("An answer to %(address)s waits here to be sent. Take it back or change it first.")
            % {"address": participant.email}
        )
    here = Participant.objects.filter(pk=participant.pk, removed_at=None, member=None)
    if here.update(removed_at=at, is_verified=False):
        participant.removed_at, participant.is_verified = at, False
        _publish(events.PARTICIPANT_REMOVED, participant, by, at)


@transaction.atomic
def take_back(participant: Participant, *, by: Member, at: datetime) -> None:
    """They take part after all."""
    here = Participant.objects.filter(pk=participant.pk).exclude(removed_at=None)
    if here.update(removed_at=None, is_verified=True):
        participant.removed_at, participant.is_verified = None, True
        _publish(events.PARTICIPANT_ADDED, participant, by, at)


def _publish(verb: str, participant: Participant, by: Member, at: datetime) -> None:
    conversation = participant.conversation
    facts = {
        "number": conversation.number, "participant": participant.pk,
        "contact": participant.contact_id,
    }  # fmt: skip
    publish(verb, subject=conversation, by=by, at=at, facts=facts)


@transaction.atomic
def recognise(contact: Contact) -> None:
    """A contact was made of somebody who wrote before: their mails and conversations are theirs."""
    email = contact.email.lower()
    mine = Participant.objects.filter(email=email, contact=None, is_verified=True)
    conversations = list(mine.values_list("conversation_id", flat=True))
    mine.update(contact=contact)
    Message.objects.filter(
        from_email=email, contact=None, is_unverified=False, is_suspicious=False,
        kind=Message.Kind.IN,
    ).update(contact=contact)  # fmt: skip
    theirs = Conversation.objects.filter(pk__in=conversations, client=None, is_side=False)
    # Whoever knew the address of a project of another client is not let into it by that.
    theirs.exclude(project=None).exclude(project__client=contact.client_id).update(project=None)
    theirs.update(client_id=contact.client_id)
