"""How each client felt when they last said so."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from rapport.clients.models import Client
from rapport.clients.signals import Look, Mark
from rapport.feedback.models import Answer
from rapport.feedback.queries.recent import answers
from rapport.feedback.scores import LOW
from rapport.ui import words

GLAD = 4


def pressing(look: Look) -> QuerySet[Any]:
    """Clients whose last word was a bad one, the worst first."""
    low = _last(look).filter(score__lte=LOW)
    return low.values("client").annotate(felt=F("score")).order_by()


def marks(clients: Sequence[Client], look: Look) -> Mapping[int, Mark]:
    """The last answer and its day."""
    found = _last(look).filter(client__in=[client.pk for client in clients])
    return {
        client: Mark(_said(score, words.day(at, look.today)), _tone(score))
        for client, score, at in found.values_list("client", "score", "answered_at")
    }


def _last(look: Look) -> QuerySet[Answer]:
    newer = Answer.objects.filter(client=OuterRef("client"))
    later = newer.filter(answered_at__gt=OuterRef("answered_at")) | newer.filter(
        answered_at=OuterRef("answered_at"), pk__gt=OuterRef("pk")
    )
    return answers(look.reader).filter(~Exists(later))


def _said(score: int, day: str) -> str:
    return _("Rated us %(n)s of 5, %(day)s") % {"n": score, "day": day}


def _tone(score: int) -> str:
    if score <= LOW:
        return "bad"
    return "good" if score >= GLAD else ""
