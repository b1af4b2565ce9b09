"""The sentences about promises in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.promises import events as verbs
from rapport.promises.models import Promise

SENTENCES = {
    verbs.MADE: (_("Promised: %(what)s"), ""),
    verbs.KEPT: (_("Kept: %(what)s"), "good"),
    verbs.BROKEN: (_("Not kept: %(what)s"), "bad"),
    verbs.WITHDRAWN: (_("Withdrawn: %(what)s"), ""),
    verbs.WILL_SLIP: (_("Will slip by the plan: %(what)s"), "warn"),
    verbs.MOVED: (_("Moved to another day: %(what)s"), "warn"),
}


@tells(*SENTENCES)
def promise_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What was promised and what became of it."""
    ids = {event.subject_id for event in events}
    rows = Promise.objects.visible_to(reader).filter(pk__in=ids).select_related("workspace")
    promises = {promise.pk: promise for promise in rows}
    lines = {}
    for event in events:
        promise = promises.get(event.subject_id)
        if promise is not None:
            sentence, tone = SENTENCES[event.verb]
            tone = "warn" if event.facts.get("late") else tone
            url = reverse("promises.promise", args=[promise.workspace.slug, promise.number])
            lines[event.pk] = Line(sentence % {"what": promise.what}, url, "promise", tone)
    return lines
