"""What the list can be narrowed by, as a form offers it: only what this reader may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Client
from rapport.inbox.field_kinds import options
from rapport.inbox.models import Conversation, Mailbox
from rapport.inbox.queries import fields, labels
from rapport.inbox.queries.criteria import LABELS, TURNS, waits
from rapport.inbox.queries.question import FIELD, Question
from rapport.lib.priority import Priority
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn
from rapport.projects.models import Project
from rapport.projects.queries.people import assignable

MOST_OFFERED = 500
Text = str | Promise
_NO_NAMES: list[tuple[str, Text]] = [("me", _("me")), ("nobody", _("nobody"))]
Options = list[tuple[str, Text, bool]]


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose from: its name in the address, its words, and (value, words, chosen)."""

    name: str
    label: Text
    options: Options


def offers(question: Question, reader: Reader) -> list[Offer]:
    """All of them, in the order in which people think of them; what offers nothing is left out."""
    found = [
        Offer(name, label, _options(pairs, question.values(name)))
        for name, label, pairs in _all(reader)
    ]
    return [offer for offer in found if offer.options]


def _all(reader: Reader) -> Iterator[tuple[str, Text, Iterable[tuple[str, Text]]]]:
    yield "label", LABELS["label"], [(str(one.pk), one.name) for one in labels.offered(reader)]
    yield "priority", LABELS["priority"], [(str(one.value), one.label) for one in Priority]
    yield "assignee", LABELS["assignee"], [*_NO_NAMES, *_members(reader)]
    yield "client", LABELS["client"], _named(Client, reader)
    yield "project", LABELS["project"], _named(Project, reader)
    yield "channel", LABELS["channel"], Conversation.Channel.choices
    yield "mailbox", LABELS["mailbox"], _mailboxes()
    yield "turn", LABELS["turn"], [(turn.value, Turn(turn).label) for turn in TURNS]
    yield "waits", LABELS["waits"], waits()
    for field in fields.chosen_from(reader):
        yield f"{FIELD}{field.pk}", field.name, options(field)
    yield "followed", LABELS["followed"], [("me", _("by me"))]
    yield "unread", LABELS["unread"], [("me", _("by me"))]


def _options(pairs: Iterable[tuple[str, Text]], chosen: list[str]) -> Options:
    return [(value, label, value in chosen) for value, label in pairs]


def _members(reader: Reader) -> list[tuple[str, Text]]:
    return [(str(one.pk), one.name) for one in assignable(reader)[:MOST_OFFERED]]


def _named(model: type[Client] | type[Project], reader: Reader) -> list[tuple[str, Text]]:
    rows = model.objects.visible_to(reader).live().order_by("name", "pk")
    return list(rows.values_list("key", "name")[:MOST_OFFERED])


def _mailboxes() -> list[tuple[str, Text]]:
    """Only where there are several to tell apart."""
    rows = list(Mailbox.objects.live().order_by("address").values_list("pk", "address"))
    return [(str(pk), address) for pk, address in rows] if len(rows) > 1 else []
