"""The sentences about deliverables in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.clients.timeline import Line, tells
from rapport.delivery import events as verbs
from rapport.delivery.models import Deliverable, SignOff
from rapport.events.models import Event
from rapport.lib.reader import Reader

SENTENCES = {
    verbs.SUBMITTED: (_("Handed over: %(name)s, version %(n)s"), ""),
    verbs.WITHDRAWN: (_("Taken back: %(name)s, version %(n)s"), ""),
    verbs.APPROVED: (_("Approved: %(name)s, version %(n)s"), "good"),
    verbs.REFUSED: (_("Changes asked for: %(name)s, version %(n)s"), "bad"),
}


@tells(*SENTENCES)
def deliverable_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What was handed over, and what they said."""
    ids = {event.subject_id for event in events}
    rows = Deliverable.objects.visible_to(reader).live().filter(pk__in=ids)
    found = {row.pk: row for row in rows.select_related("workspace")}
    signed = {event.facts["sign_off"] for event in events if "sign_off" in event.facts}
    words = dict(SignOff.objects.filter(pk__in=signed).values_list("pk", "comment"))
    lines = {}
    for event in events:
        row = found.get(event.subject_id)
        if row is not None:
            sentence, tone = SENTENCES[event.verb]
            text = sentence % {"name": row.name, "n": event.facts["version"]}
            url = reverse("delivery.deliverable", args=[row.workspace.slug, row.number])
            quote = words.get(event.facts.get("sign_off"), "")
            lines[event.pk] = Line(text, url, "check", tone, quote)
    return lines
