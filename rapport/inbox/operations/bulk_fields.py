"""What an act on many can change: how a field is read of many, and set on one.

A value is plain JSON. Reading and setting use one notation, so that what a field said before can be
put back by the same way, and whoever wants to know whether somebody has changed it meanwhile
compares two values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.inbox import events
from rapport.inbox.models import (
    BulkAct,
    Conversation,
    CustomField,
    FieldValue,
    Label,
    Labelling,
)
from rapport.inbox.operations import (
    conversations,
    field_values,
    labelling,
    prioritising,
    reading,
    snoozing,
)
from rapport.inbox.queries import unread
from rapport.lib.refusal import Refused
from rapport.projects.models import Project
from rapport.workspaces.operations import bin as waste

# Of a database's list of values; SQLite takes no more than some thousands.
AT_ONCE = 500
Said = dict[int, Any]


class NotThere(Refused):
    """What it was to become is gone."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, when, and as part of which act."""

    act: BulkAct
    by: Member
    at: datetime

    @property
    def about(self) -> Any:
        """Which label or field it is about, where it is about one."""
        return self.act.value.get("about")


@dataclass(frozen=True, slots=True)
class Field:
    """`verbs` are the events by which somebody else changes it; none where nobody else can."""

    read: Callable[[Sequence[int], Any], Said]
    write: Callable[[Conversation, Any, Doing], None]
    verbs: frozenset[str]
    # Which of their facts says what it is about, where that is one of several.
    about: str = ""


def said_by(name: str, ids: Sequence[int], about: Any) -> Said:
    """What the field says of each of these that is there."""
    found: Said = {}
    for start in range(0, len(ids), AT_ONCE):
        found |= FIELDS[name].read(ids[start : start + AT_ONCE], about)
    return found


def _column(name: str) -> Callable[[Sequence[int], Any], Said]:
    def read(ids: Sequence[int], about: Any) -> Said:
        return dict(Conversation.objects.filter(pk__in=ids).values_list("pk", name))

    return read


def _standings(ids: Sequence[int], about: Any) -> Said:
    """Closed, set aside, put off until."""
    rows = Conversation.objects.filter(pk__in=ids)
    columns = ("pk", "closed_at", "set_aside_at", "snoozed_until")
    return {
        pk: [closed is not None, aside is not None, until.isoformat() if until else None]
        for pk, closed, aside, until in rows.values_list(*columns)
    }


def _places(ids: Sequence[int], about: Any) -> Said:
    rows = Conversation.objects.filter(pk__in=ids)
    return {pk: list(place) for pk, *place in rows.values_list("pk", "client_id", "project_id")}


def _binned(ids: Sequence[int], about: Any) -> Said:
    rows = Conversation.objects.filter(pk__in=ids).values_list("pk", "binned_at")
    return {pk: at is not None for pk, at in rows}


def _labelled(ids: Sequence[int], about: Any) -> Said:
    rows = Labelling.objects.filter(label=about, conversation__in=ids)
    bearing = set(rows.values_list("conversation_id", flat=True))
    return {pk: pk in bearing for pk in ids}


def _assign(talk: Conversation, to: Any, doing: Doing) -> None:
    member = Member.objects.active().filter(pk=to).first() if to else None
    if to and member is None:
        raise NotThere(_("This person is no longer on the team."))
    conversations.assign(talk, to=member, by=doing.by, at=doing.at, within=doing.act.pk)


def _prioritise(talk: Conversation, to: Any, doing: Doing) -> None:
    prioritising.set_priority(talk, to=to, by=doing.by, at=doing.at)


def _turn(talk: Conversation, to: Any, doing: Doing) -> None:
    conversations.set_turn(talk, turn=to, by=doing.by, at=doing.at)


def _stand(talk: Conversation, to: Any, doing: Doing) -> None:
    closed, aside, until = to
    by, at = doing.by, doing.at
    if closed != (talk.closed_at is not None):
        (conversations.close if closed else conversations.reopen)(talk, by=by, at=at)
    if aside != (talk.set_aside_at is not None):
        (conversations.set_aside if aside else conversations.take_back)(talk, by=by, at=at)
    moment = parse_datetime(until) if until else None
    if moment is None:
        snoozing.wake(talk, by=by, at=at)
    elif moment != talk.snoozed_until and moment > at:
        snoozing.snooze(talk, until=moment, by=by, at=at)


def _place(talk: Conversation, to: Any, doing: Doing) -> None:
    client_id, project_id = to
    client = Client.objects.filter(pk=client_id).first() if client_id else None
    project = Project.objects.filter(pk=project_id).first() if project_id else None
    if (client_id and client is None) or (project_id and project is None):
        raise NotThere(_("This client or project is gone."))
    conversations.link(talk, client=client, project=project, by=doing.by, at=doing.at)


def _label(talk: Conversation, to: Any, doing: Doing) -> None:
    label = Label.objects.live().filter(pk=doing.about).first()
    if label is None:
        raise NotThere(_("This label is gone."))
    (labelling.put if to else labelling.take)(talk, label, by=doing.by, at=doing.at)


def _readings(ids: Sequence[int], about: Any) -> Said:
    """Of one member, since a moment."""
    member, after = about
    return dict(unread.read_of(ids, member, datetime.fromisoformat(after)))


def _read(talk: Conversation, to: Any, doing: Doing) -> None:
    (reading.read if to else reading.keep_unread)(talk, by=doing.by)


def _values(ids: Sequence[int], about: Any) -> Said:
    """Of one custom field, as it is kept."""
    rows = FieldValue.objects.filter(field=about, conversation__in=ids)
    known = dict(rows.values_list("conversation_id", "value"))
    return {pk: known.get(pk, "") for pk in ids}


def _fill_in(talk: Conversation, to: Any, doing: Doing) -> None:
    field = CustomField.objects.live().filter(pk=doing.about).first()
    if field is None:
        raise NotThere(_("This field is gone."))
    field_values.fill_in(talk, {field: to}, by=doing.by, at=doing.at)


def _bin(talk: Conversation, to: Any, doing: Doing) -> None:
    (waste.put if to else waste.restore)(talk, by=doing.by, at=doing.at)


FIELDS: dict[str, Field] = {
    "assignee": Field(
        _column("assignee_id"), _assign, frozenset({events.CONVERSATION_ASSIGNED})
    ),
    "priority": Field(
        _column("priority"), _prioritise, frozenset({events.CONVERSATION_PRIORITISED})
    ),
    "turn": Field(
        _column("turn"), _turn,
        frozenset({
            events.CONVERSATION_TURN_CHANGED, events.MESSAGE_RECEIVED, events.MESSAGE_SENT,
        }),
    ),
    "standing": Field(
        _standings, _stand,
        frozenset({
            events.CONVERSATION_CLOSED, events.CONVERSATION_REOPENED,
            events.CONVERSATION_SET_ASIDE, events.CONVERSATION_TAKEN_BACK,
            events.CONVERSATION_SNOOZED, events.CONVERSATION_WOKEN, events.MESSAGE_RECEIVED,
        }),
    ),
    "place": Field(_places, _place, frozenset({events.CONVERSATION_LINKED})),
    "label": Field(
        _labelled, _label,
        frozenset({events.CONVERSATION_LABELLED, events.CONVERSATION_UNLABELLED}), "label",
    ),
    "field": Field(_values, _fill_in, frozenset({events.CONVERSATION_FIELD_SET}), "field"),
    "reading": Field(_readings, _read, frozenset()),
    "bin": Field(
        _binned, _bin,
        frozenset({
            "conversation.binned", "conversation.restored", events.MESSAGE_RECEIVED,
        }),
    ),
}  # fmt: skip
