"""A client's story: sentences made from events at reading time, by the apps that know them.

An app registers a teller for its verbs: `@tells("case.opened")`. It gets the events of a page at
once, loads what they are about in one query through `visible_to(reader)`, and leaves out what this
reader may not see.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.events.models import Event
from rapport.lib.reader import Reader

PAGE = 30
# How many events are looked through for one page; some are nobody's story.
WINDOW = 90


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the story, and where it leads."""

    text: str
    url: str = ""
    icon: str = "info"
    tone: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its moment."""

    line: Line
    at: datetime
    event_id: int


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the story; `older` is where the next begins, None at the end."""

    told: list[Told]
    older: int | None


Teller = Callable[[Sequence[Event], Reader], Mapping[int, Line]]

_tellers: dict[str, Teller] = {}


def tells(*verbs: str) -> Callable[[Teller], Teller]:
    """Register who makes sentences of these verbs."""

    def register(teller: Teller) -> Teller:
        for verb in verbs:
            _tellers[verb] = teller
        return teller

    return register


def story(client: Client, reader: Reader, *, before: int | None = None) -> Page:
    """The newest sentences about a client, before an event id."""
    events = Event.objects.in_workspace(reader.workspace_id).filter(
        client_id=client.pk, verb__in=list(_tellers)
    )
    if before is not None:
        events = events.filter(pk__lt=before)
    window = list(events.order_by("-pk")[:WINDOW])
    lines = _told(window, reader)
    told = [Told(lines[event.pk], event.at, event.pk) for event in window if event.pk in lines]
    if len(told) > PAGE:
        return Page(told[:PAGE], told[PAGE - 1].event_id)
    return Page(told, window[-1].pk if len(window) == WINDOW else None)


def story_of_contact(contact: Contact, reader: Reader) -> list[Told]:
    """The newest sentences about a person themselves: how they came, when they looked in."""
    events = Event.objects.in_workspace(reader.workspace_id)
    about = events.about(contact._meta.label_lower, contact.pk)
    window = list(about.filter(verb__in=list(_tellers)).order_by("-pk")[:PAGE])
    lines = _told(window, reader)
    return [Told(lines[event.pk], event.at, event.pk) for event in window if event.pk in lines]


def actors(events: Sequence[Event]) -> dict[tuple[str, int], str]:
    """The names of those who acted, in two queries; the product itself has none."""
    ids: dict[str, set[int]] = {"member": set(), "contact": set()}
    for event in events:
        if event.actor_id and event.actor_kind in ids:
            ids[event.actor_kind].add(event.actor_id)
    members = Member.objects.filter(pk__in=ids["member"]).select_related("user")
    contacts = Contact.objects.filter(pk__in=ids["contact"])
    names = {("member", member.pk): member.name for member in members}
    return names | {("contact", contact.pk): str(contact) for contact in contacts}


def _told(window: Sequence[Event], reader: Reader) -> dict[int, Line]:
    by_teller: dict[Teller, list[Event]] = {}
    for event in window:
        by_teller.setdefault(_tellers[event.verb], []).append(event)
    lines: dict[int, Line] = {}
    for teller, events in by_teller.items():
        lines.update(teller(events, reader))
    return lines
