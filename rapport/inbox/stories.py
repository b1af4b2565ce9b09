"""The sentences about mail in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.inbox import events as verbs
from rapport.inbox.models import Message
from rapport.lib.reader import Reader

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


def _line(message: Message, sentence: str, icon: str, tone: str) -> Line:
    who = message.author.name if message.author else message.from_name or message.from_email
    subject = message.conversation.subject or _("(no subject)")
    url = reverse("inbox.conversation", args=[message.workspace.slug, message.conversation.number])
    quote = " ".join(message.visible_text[:400].split())[:160]
    return Line(sentence % {"who": who, "subject": subject}, url, icon, tone, quote)
