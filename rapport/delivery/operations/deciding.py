"""The client's word on a version: approved or refused, once, kept as evidence."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.delivery import events
from rapport.delivery.models import Deliverable, DeliverableFile, SignOff
from rapport.delivery.queries.chain import digest, fingerprint, last_hash
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.workspaces.operations.numbers import next_number


class CannotDecide(Refused):
    """Not theirs to decide, decided already, or another version is there by now."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a contact says of one version."""

    contact: Contact
    version: int
    comment: str = ""


def approve(deliverable: Deliverable, word: Word, *, at: datetime) -> SignOff:
    """Accept this version. Saying it twice is saying it once."""
    return _decide(deliverable, word, SignOff.Decision.APPROVED, at=at)


def refuse(deliverable: Deliverable, word: Word, *, at: datetime) -> SignOff:
    """Ask for changes, and say which."""
    if not word.comment.strip():
        raise CannotDecide(_("Please say what should be different."))
    return _decide(deliverable, word, SignOff.Decision.REFUSED, at=at)


@transaction.atomic
def _decide(deliverable: Deliverable, word: Word, decision: str, *, at: datetime) -> SignOff:
    if word.contact.client_id != deliverable.client_id:
        raise CannotDecide(_("This is not for you to decide."))
    # Taken first: it keeps two decisions of a workspace from following the same predecessor.
    next_number(deliverable.workspace, "sign-off")
    waiting = Deliverable.objects.with_client().filter(pk=deliverable.pk, version=word.version)
    if not waiting.update(state=decision, turn=Turn.US, turn_since=at):
        return _said_before(deliverable, word, decision)
    deliverable.refresh_from_db()
    sign_off = _written(deliverable, word, decision, at)
    verb = events.APPROVED if decision == SignOff.Decision.APPROVED else events.REFUSED
    facts = {
        "number": deliverable.number,
        "version": word.version,
        "turn": Turn.US.value,
        "sign_off": sign_off.pk,
    }
    publish(verb, subject=deliverable, by=word.contact, at=at, facts=facts)
    return sign_off


def _said_before(deliverable: Deliverable, word: Word, decision: str) -> SignOff:
    before: SignOff | None = SignOff.objects.filter(
        deliverable=deliverable, version=word.version
    ).first()
    if before is None:
        raise CannotDecide(_("There is a newer version, or it was taken back. Please look again."))
    if (before.decision, before.contact_id) != (decision, word.contact.pk):
        raise CannotDecide(_("This version was decided already."))
    return before


def _written(deliverable: Deliverable, word: Word, decision: str, at: datetime) -> SignOff:
    files = DeliverableFile.objects.filter(deliverable=deliverable, version=word.version)
    comment = word.comment.strip()
    sign_off = SignOff(
        workspace=deliverable.workspace,
        deliverable=deliverable,
        version=word.version,
        decision=decision,
        name=deliverable.name,
        description=deliverable.description,
        comment=comment,
        comment_hash=fingerprint(comment),
        contact=word.contact,
        file_hashes=sorted(files.values_list("file__sha256", flat=True)),
        previous_hash=last_hash(),
        decided_at=at.astimezone(UTC),
    )
    sign_off.hash = digest(sign_off)
    sign_off.save(force_insert=True)
    return sign_off
