"""The sentences about calls in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.channels import events as verbs
from rapport.channels.models import Call
from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.inbox.models import Message
from rapport.lib.reader import Reader


@tells(verbs.CALL_NOTED)
def call_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """Who called whom, and what came of it; only for those who may read the note."""
    seen = Message.objects.visible_to(reader).filter(
        pk__in={event.facts.get("message") for event in events}
    )
    rows = Call.objects.filter(message__in=seen)
    rows = rows.select_related("message", "member__user", "contact", "conversation", "workspace")
    calls = {call.message_id: call for call in rows}
    lines = {}
    for event in events:
        call = calls.get(event.facts.get("message"))
        if call is not None:
            lines[event.pk] = _line(call)
    return lines


def _line(call: Call) -> Line:
    name = call.contact.name if call.contact else _("somebody")
    sentence = _("%(name)s called %(member)s: %(outcome)s") if call.is_incoming else _(
        "%(member)s called %(name)s: %(outcome)s"
    )  # fmt: skip
    words = {
        "name": name, "member": call.member.name, "outcome": call.get_outcome_display(),
    }  # fmt: skip
    where = [call.workspace.slug, call.conversation.number if call.conversation else 0]
    said = call.message.visible_text.partition("\n\n")[2] if call.message else ""
    quote = " ".join(said[:400].split())[:160]
    return Line(sentence % words, reverse("inbox.conversation", args=where), "call", "", quote)
