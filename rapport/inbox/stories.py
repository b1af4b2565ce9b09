"""The sentences about mail in a client's story."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.clients.timeline import Line, actors, tells
from rapport.events.models import Event
from rapport.inbox import events as verbs
from rapport.inbox.models import Conversation, Department, Message
from rapport.lib.reader import Reader
from rapport.ui import words

SENTENCES = {
    verbs.MESSAGE_RECEIVED: (_("%(who)s wrote: %(subject)s"), "mail", ""),
    verbs.MESSAGE_SENT: (_("%(who)s answered: %(subject)s"), "reply", ""),
    verbs.NOTE_WRITTEN: (_("%(who)s noted, inside: %(subject)s"), "note", ""),
    verbs.MESSAGE_FAILED: (_("Could not be delivered: %(subject)s"), "alert", "bad"),
    verbs.MESSAGE_BOUNCED: (_("Came back: %(subject)s"), "alert", "bad"),
}


@tells(*SENTENCES)
def mail_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What was written on either side, with its first words."""
    ids = {event.facts.get("message") for event in events}
    rows = Message.objects.visible_to(reader).filter(pk__in=ids)
    rows = rows.select_related("conversation", "author__user", "workspace")
    messages = {message.pk: message for message in rows.defer("text", "html", "quoted_text")}
    lines = {}
    for event in events:
        message = messages.get(event.facts.get("message"))
        if message is not None:
            sentence, icon, tone = SENTENCES[event.verb]
            lines[event.pk] = _line(message, str(sentence), icon, tone)
    return lines


AWAY = _("%(who)s is away, and back on %(day)s")


@tells(verbs.ABSENCE_NOTED)
def absence_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """Until when somebody is away, as their mail program says."""
    if reader.is_contact:
        return {}
    rows = Message.objects.visible_to(reader).select_related("conversation", "workspace")
    messages = rows.in_bulk({event.facts["message"] for event in events})
    lines = {}
    for event in events:
        if message := messages.get(event.facts["message"]):
            day = words.long(date.fromisoformat(event.facts["back_on"]))
            lines[event.pk] = _line(message, str(AWAY), "calendar", "", day)
    return lines


SIDES = {
    verbs.SIDE_BEGUN: (_("%(who)s asked somebody on the side"), "add", ""),
    verbs.REQUEST_ANSWERED: (_("%(department)s answered"), "reply", ""),
    verbs.REQUEST_HANDED_BACK: (_("%(department)s handed it back"), "turn", ""),
    verbs.REQUEST_REFUSED: (_("%(department)s refused"), "alert", "bad"),
    verbs.REQUEST_WITHDRAWN: (_("%(who)s asks %(department)s no more"), "close", ""),
    verbs.REQUEST_OVERDUE: (_("%(department)s has not answered in time"), "clock", "bad"),
}


@tells(*SIDES)
def side_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What was asked inside or on the side: for staff alone."""
    if reader.is_contact:
        return {}
    talks = Conversation.objects.visible_to(reader).live().select_related("workspace")
    sides = {row.pk: row for row in talks.filter(pk__in=[one.facts["side"] for one in events])}
    asked = {one.facts.get("department") for one in events} - {None}
    names = dict(Department.objects.filter(pk__in=asked).values_list("pk", "name"))
    who = actors(events)
    lines = {}
    for event in events:
        if side := sides.get(event.facts["side"]):
            sentence, icon, tone = SIDES[event.verb]
            department = names.get(event.facts.get("department"), "")
            if department and event.verb == verbs.SIDE_BEGUN:
                sentence = _("%(who)s asked %(department)s on the side")
            name = who.get((event.actor_kind, event.actor_id or 0)) or _("Somebody")
            said = {"who": name, "department": department}
            url = reverse("inbox.conversation", args=[side.workspace.slug, side.number])
            lines[event.pk] = Line(str(sentence) % said, url, icon, tone, side.subject)
    return lines


def _line(message: Message, sentence: str, icon: str, tone: str, day: str = "") -> Line:
    who = message.author.name if message.author else message.from_name or message.from_email
    subject = message.conversation.subject or _("(no subject)")
    url = reverse("inbox.conversation", args=[message.workspace.slug, message.conversation.number])
    quote = " ".join(message.visible_text[:400].split())[:160]
    said = {"who": who, "subject": subject, "day": day}
    return Line(sentence % said, url, icon, tone, quote)
