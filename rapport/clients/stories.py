"""The sentences about clients and contacts themselves."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.clients import events as verbs
from rapport.clients.models import Client, Contact
from rapport.clients.timeline import Line, actors, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.ui import words


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


CHANGES = {
    verbs.CLIENT_CHANGED: (gettext_lazy("%(who)s changed: %(fields)s"), "edit"),
    verbs.CLIENT_DOMAIN_ADDED: (gettext_lazy("%(who)s added a mail domain"), "mail"),
    verbs.CLIENT_DOMAIN_REMOVED: (gettext_lazy("%(who)s took a mail domain away"), "mail"),
    verbs.CLOSURE_NOTED: (gettext_lazy("%(who)s noted that they are closed: %(days)s"), "calendar"),
    verbs.CLOSURES_TAKEN: (gettext_lazy("%(who)s noted their holidays"), "calendar"),
    "client.binned": (gettext_lazy("%(who)s moved them to the bin"), "delete"),
    "client.restored": (gettext_lazy("%(who)s took them out of the bin"), "undo"),
}


@tells(*CHANGES)
def change_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What we know of them, and since when: for us alone."""
    if reader.is_contact:
        return {}
    names = actors(events)
    lines = {}
    for event in events:
        sentence, icon = CHANGES[event.verb]
        who = names.get((event.actor_kind, event.actor_id or 0)) or "Rapport"
        said = {"who": who, "fields": _fields(event), "days": _days(event)}
        lines[event.pk] = Line(sentence % said, icon=icon)
    return lines


def _fields(event: Event) -> str:
    """Of a client, as its form calls them: its tier, its owner …"""
    known = {field.name: str(field.verbose_name) for field in Client._meta.concrete_fields}
    known |= {"owner": _("who looks after them"), "tier": _("tier")}
    return ", ".join(known.get(name, name) for name in event.facts.get("fields", ()))


def _days(event: Event) -> str:
    if "first" not in event.facts:
        return ""
    first, last = (date.fromisoformat(event.facts[name]) for name in ("first", "last"))
    return words.long(first) if first == last else words.span(first, last)


SIGHTS = {
    True: gettext_lazy("%(name)s sees the whole company's conversations"),
    False: gettext_lazy("%(name)s sees their own conversations"),
}
SENTENCES = {
    verbs.CONTACT_CREATED: (gettext_lazy("%(name)s became a contact"), "person"),
    verbs.CONTACT_INVITED: (gettext_lazy("%(name)s was invited to the portal"), "send"),
    verbs.CONTACT_SIGNED_IN: (gettext_lazy("%(name)s looked into the portal"), "visible"),
    verbs.CONTACT_ERASED: (gettext_lazy("A contact was erased at their wish"), "shield"),
    verbs.CONTACT_CHANGED: (gettext_lazy("What we know of %(name)s was changed"), "edit"),
    verbs.CONTACT_SESSIONS_ENDED: (gettext_lazy("%(name)s was signed out everywhere"), "sign-out"),
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
