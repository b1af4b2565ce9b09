"""The sentences about clients and contacts themselves."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.clients import events as verbs
from rapport.clients.models import Contact
from rapport.clients.timeline import Line, actors, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader


@tells(verbs.CLIENT_CREATED)
def client_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """How it began."""
    names = actors(events)
    lines = {}
    for event in events:
        who = names.get((event.actor_kind, event.actor_id or 0))
        text = _("%(who)s took them on as a client") % {"who": who} if who else _("Became a client")
        lines[event.pk] = Line(text, icon="clients")
    return lines


SIGHTS = {
    True: gettext_lazy("%(name)s sees the whole company's conversations"),
    False: gettext_lazy("%(name)s sees their own conversations"),
}
SENTENCES = {
    verbs.CONTACT_CREATED: (gettext_lazy("%(name)s became a contact"), "person"),
    verbs.CONTACT_INVITED: (gettext_lazy("%(name)s was invited to the portal"), "send"),
    verbs.CONTACT_SIGNED_IN: (gettext_lazy("%(name)s looked into the portal"), "visible"),
    verbs.CONTACT_ERASED: (gettext_lazy("A contact was erased at their wish"), "shield"),
}


@tells(verbs.CONTACT_SIGHT_CHANGED)
def sight_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What somebody sees from then on, and who said so."""
    ids = {event.subject_id for event in events}
    people = {person.pk: person for person in Contact.objects.visible_to(reader).filter(pk__in=ids)}
    names = actors(events)
    lines = {}
    for event in events:
        if person := people.get(event.subject_id):
            text = SIGHTS[event.facts["sees_company"]] % {"name": person}
            if event.facts["decides"]:
                text = f"{text} · {_('decides for the company')}"
            who = names.get((event.actor_kind, event.actor_id or 0)) or ""
            lines[event.pk] = Line(text, icon="visible", quote=who)
    return lines


@tells(*SENTENCES)
def contact_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What became of the people."""
    ids = {event.subject_id for event in events}
    people = {person.pk: person for person in Contact.objects.visible_to(reader).filter(pk__in=ids)}
    lines = {}
    for event in events:
        person = people.get(event.subject_id)
        if person:
            sentence, icon = SENTENCES[event.verb]
            lines[event.pk] = Line(sentence % {"name": person}, icon=icon)
    return lines
