"""The sentences about questions in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.outreach import events as verbs
from rapport.outreach.models import Question

SENTENCES = {
    verbs.ASKED: _("Asked %(name)s: %(text)s"),
    verbs.ANSWERED: _("%(name)s answered: %(text)s"),
}


@tells(*SENTENCES)
def question_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What we asked, and what they said."""
    ids = {event.subject_id for event in events}
    rows = Question.objects.visible_to(reader).live().filter(pk__in=ids)
    joined = rows.select_related("contact", "project", "workspace")
    questions = {question.pk: question for question in joined}
    lines = {}
    for event in events:
        question = questions.get(event.subject_id)
        if question is not None:
            text = SENTENCES[event.verb] % {"name": question.contact, "text": question.text}
            quote = question.answer if event.verb == verbs.ANSWERED else ""
            lines[event.pk] = Line(text, _url(question), "help", "", quote)
    return lines


def _url(question: Question) -> str:
    if question.project is None:
        return ""
    return reverse("outreach.of_project", args=[question.workspace.slug, question.project.key])
