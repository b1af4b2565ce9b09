"""Take a client's answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.events.operations.stream import publish
from rapport.feedback import events
from rapport.feedback.models import Answer, Invitation
from rapport.feedback.scores import LOW, SCORES
from rapport.lib.refusal import Refused

LONGEST_SENTENCE = 2000


class NoSuchScore(Refused):
    """Not one of the five."""


@transaction.atomic
def answer(invitation: Invitation, *, score: int, sentence: str = "", at: datetime) -> Answer:
    """Note the score and perhaps a sentence. Answering again changes the answer."""
    if score not in SCORES:
        raise NoSuchScore(_("Please choose one of the five answers."))
    before = Answer.objects.filter(invitation=invitation).first()
    words = sentence.strip()[:LONGEST_SENTENCE]
    said, _made = Answer.objects.update_or_create(
        invitation=invitation,
        defaults={
            "workspace": invitation.workspace, "client": invitation.client, "score": score,
            "sentence": words, "answered_at": at,
        },
    )  # fmt: skip
    if before is None or (before.score, before.sentence) != (score, words):
        _tell(invitation, score, before.score if before else None, at)
    found: Answer = said
    return found


def _tell(invitation: Invitation, score: int, was: int | None, at: datetime) -> None:
    facts = {
        "case": invitation.case_id, "number": invitation.case.number, "score": score, "was": was,
    }  # fmt: skip
    by = invitation.contact
    publish(events.ANSWERED, subject=invitation, by=by, at=at, facts=facts)
    if score <= LOW and (was is None or was > LOW):
        publish(events.LOW, subject=invitation, by=by, at=at, facts=facts)


def erase_sentences(contact_id: int) -> int:
    """Empty what an erased contact wrote; the score stays."""
    return Answer.objects.filter(invitation__contact=contact_id).update(sentence="")
