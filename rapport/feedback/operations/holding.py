"""Ask whether what was mended held, and take the answer: a no opens the case again."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.cases.models import Case
from rapport.clients.models import Contact
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.feedback import events, holding_letters
from rapport.feedback.models import Holding
from rapport.feedback.operations.inviting import fingerprint
from rapport.feedback.queries.ripe import narrowed, ripe
from rapport.inbox.models import Conversation
from rapport.inbox.operations import portal_messages

MOST_IN_A_MAIL = 10


def ask_all(*, at: datetime) -> int:
    """Ask everybody in the open workspace whose cases are ripe, each in one mail; how many."""
    people = groupby(ripe(at), key=attrgetter("reporter_id"))
    return sum(ask([case.pk for case in cases], person, at=at) for person, cases in people)


@transaction.atomic
def ask(cases: Iterable[int], contact_id: int, *, at: datetime) -> bool:
    """Ask one person about some cases, in one mail. Asked already, it asks nothing."""
    # Locked, so that two clocks do not both ask.
    people = Contact.objects.select_for_update(of=("self",)).select_related("client")
    contact = people.filter(pk=contact_id).first()
    if contact is None:
        return False
    rows = narrowed(Case.objects.filter(pk__in=list(cases)), at)[:MOST_IN_A_MAIL]
    asked = [_noted(case, contact, at) for case in rows]
    if asked:
        holding_letters.send(contact, asked)
    return bool(asked)


@transaction.atomic
def answer(holding: Holding, *, held: bool, sentence: str = "", at: datetime) -> None:
    """Note whether it held; it may be changed. A no is a message of theirs in the conversation of
    the case, which opens it again."""
    same = Holding.objects.filter(pk=holding.pk, held=holding.held)
    if holding.held is held or not same.update(held=held, answered_at=at):
        return
    holding.held = held
    facts = {"case": holding.case_id, "number": holding.case.number, "held": held}
    publish(events.HELD, subject=holding, by=holding.contact, at=at, facts=facts)
    if not held:
        _say(holding, sentence.strip(), at)


def _say(holding: Holding, sentence: str, at: datetime) -> None:
    rows = Conversation.objects.select_related("workspace", "merged_into__workspace")
    talk = rows.get(pk=holding.case.conversation_id)
    talk = talk.merged_into or talk
    text = sentence or _("It did not hold: the same thing happened again.")
    portal_messages.receive(talk, contact=holding.contact, text=text, at=at)


def _noted(case: Case, contact: Contact, at: datetime) -> tuple[Holding, str]:
    token = secrets.token_urlsafe(24)
    made: Holding = Holding.objects.create(
        workspace=case.workspace, case=case, client=contact.client, contact=contact,
        closed_at=case.closed_at, token_hash=fingerprint(token), asked_at=at,
    )  # fmt: skip
    facts = {"case": case.pk, "number": case.number, "contact": contact.pk}
    publish(events.ASKED_IF_HELD, subject=made, by=SYSTEM, at=at, facts=facts)
    return made, token
