"""The sentences about feedback in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.cases.models import Case
from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.feedback import events as verbs
from rapport.feedback.models import Holding
from rapport.feedback.queries.recent import answers
from rapport.feedback.scores import LOW, SCORES
from rapport.lib.reader import Reader


@tells(verbs.HELD)
def held_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What was mended held, or came back."""
    rows = Holding.objects.filter(pk__in={event.subject_id for event in events})
    seen = Case.objects.visible_to(reader).live()
    joined = rows.filter(case__in=seen).select_related("contact", "workspace", "case__conversation")
    found = {row.pk: row for row in joined}
    lines = {}
    for event in events:
        row = found.get(event.subject_id)
        if row is not None:
            held = bool(event.facts["held"])
            said = (
                _("It held, says %(name)s: %(subject)s")
                if held
                else _("It came back, says %(name)s: %(subject)s")
            )
            words = {"name": row.contact, "subject": row.case.conversation.subject}
            url = reverse("cases.case", args=[row.workspace.slug, row.case.number])
            lines[event.pk] = Line(said % words, url, "case", "good" if held else "bad")
    return lines


@tells(verbs.ANSWERED)
def feedback_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """How they felt about a case."""
    ids = {event.subject_id for event in events}
    rows = answers(reader).filter(invitation__in=ids)
    joined = rows.select_related("invitation__contact", "workspace")
    found = {answer.invitation_id: answer for answer in joined}
    lines = {}
    for event in events:
        answer = found.get(event.subject_id)
        if answer is not None:
            score = int(event.facts["score"])
            words = {"name": answer.invitation.contact, "score": SCORES[score]}
            url = reverse("feedback.list", args=[answer.workspace.slug])
            tone = "bad" if score <= LOW else "good" if score > LOW + 1 else ""
            lines[event.pk] = Line(
                _("%(name)s on a case: %(score)s") % words, url, "feedback", tone, answer.sentence
            )
    return lines
