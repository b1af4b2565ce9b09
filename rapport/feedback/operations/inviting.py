"""Ask how it went: once a case, and a person at most once in 30 days."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from rapport.cases.models import Case
from rapport.clients.models import Contact
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.feedback import events, letters
from rapport.feedback.models import Invitation

REST = timedelta(days=30)
# What was closed longer ago than this is asked about no more (a worker that stood still, a story
# told afterwards).
NEWS = timedelta(days=2)


@transaction.atomic
def invite(case: Case, *, at: datetime) -> Invitation | None:
    """Invite the reporter of a closed case, or nobody when they were asked lately, when the case
    is imported history, open again, or old news."""
    contact = _whom(case, at)
    if contact is None:
        return None
    token = secrets.token_urlsafe(24)
    invitation: Invitation = Invitation.objects.create(
        workspace=case.workspace,
        case=case,
        client=contact.client,
        contact=contact,
        token_hash=fingerprint(token),
        invited_at=at,
    )
    facts = {"case": case.pk, "number": case.number, "contact": contact.pk}
    publish(events.INVITED, subject=invitation, by=SYSTEM, at=at, facts=facts)
    letters.send_invitation(invitation, token)
    return invitation


def fingerprint(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _whom(case: Case, at: datetime) -> Contact | None:
    is_news = case.closed_at is not None and at - case.closed_at < NEWS
    if not is_news or case.clock_from is None or case.reporter_id is None:
        return None
    # Locked, so that two cases closed at once do not both ask.
    people = Contact.objects.select_for_update(of=("self",)).select_related("client")
    contact: Contact | None = people.live().filter(pk=case.reporter_id, erased_at=None).first()
    if contact is None or Invitation.objects.filter(case=case).exists():
        return None
    lately = Invitation.objects.filter(contact=contact, invited_at__gt=at - REST)
    return None if lately.exists() else contact
