"""The sentences about cases in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.cases import events as verbs
from rapport.cases.models import Case
from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader

SENTENCES = {
    verbs.OPENED: (_("%(kind)s opened: %(subject)s"), "warn"),
    verbs.CLOSED: (_("Solved: %(subject)s"), "good"),
    verbs.REOPENED: (_("Open again: %(subject)s"), "warn"),
    verbs.TARGET_MISSED: (_("Target missed: %(subject)s"), "bad"),
}


@tells(*SENTENCES)
def case_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What went wrong, and when it was right again."""
    ids = {event.subject_id for event in events}
    rows = Case.objects.visible_to(reader).live().filter(pk__in=ids)
    cases = {case.pk: case for case in rows.select_related("conversation", "workspace", "client")}
    lines = {}
    for event in events:
        case = cases.get(event.subject_id)
        if case is not None:
            sentence, tone = SENTENCES[event.verb]
            words = {"kind": case.get_kind_display(), "subject": case.conversation.subject}
            url = reverse("cases.case", args=[case.workspace.slug, case.number])
            quote = case.cure if event.verb == verbs.CLOSED else ""
            lines[event.pk] = Line(sentence % words, url, "case", tone, quote)
    return lines
