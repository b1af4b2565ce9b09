"""By what the list of conversations is narrowed: each value of an address becomes a condition and
the words of a chip. What is not there, or not for this reader, matches nothing and says no name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.inbox.field_kinds import canonical, shown
from rapport.inbox.models import (
    Conversation,
    CustomField,
    FieldValue,
    Following,
    Label,
    Labelling,
    Mailbox,
    TaskTie,
)
from rapport.inbox.models.conversation import LIVE, UNUSUAL_CHANNEL, UNUSUAL_PRIORITY
from rapport.inbox.queries import task_names
from rapport.inbox.queries.question import FIELD, Question
from rapport.inbox.queries.unread import since, unread
from rapport.lib.keys import key_of
from rapport.lib.many import among
from rapport.lib.priority import Priority
from rapport.lib.reader import Reader
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.projects.models import Project
from rapport.projects.queries.people import assignable
from rapport.ui import words

# Up to so many rows are named one by one: the database then reads these and no others. Of what is
# on more, one in a few hundred bears it, and reading in the order of the list finds a page soon.
FEW = 400
NOTHING = Q(pk__in=())
WAITS = {"4h": timedelta(hours=4), "1d": timedelta(days=1), "3d": timedelta(days=3),
         "7d": timedelta(days=7), "30d": timedelta(days=30)}  # fmt: skip
TURNS = (Turn.US, Turn.CLIENT, Turn.THIRD_PARTY)
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and when."""

    reader: Reader
    at: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """One value by which it is narrowed: what a chip says, and what must hold."""

    name: str
    value: str
    label: Text
    said: Text
    condition: Q


Meaning = tuple[Text, Q] | None
LABELS: dict[str, Text] = {
    "unread": _("Unread"),
    "label": _("Label"), "priority": _("Priority"), "assignee": _("Handled by"),
    "client": _("Client"), "project": _("Project"), "channel": _("Channel"),
    "mailbox": _("Mailbox"), "task": _("Task"), "turn": _("Whose turn"), "followed": _("Followed"),
    "waits": _("Waiting for us since"), "from": _("From"), "to": _("Until"),
}  # fmt: skip


def chosen(question: Question, reader: Reader, *, at: datetime) -> list[Chosen]:
    """What the question is narrowed by, in words and conditions."""
    asked = Asked(reader, at)
    return [_meaning(name, value, asked) for name, value in question.narrowed]


def rows_in(rows: QuerySet[Any]) -> Q:
    """The conversations to which these rows belong, in the way that is quick for their number."""
    few = list(rows.values_list("conversation_id", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return Q(pk__in=among(few))
    return Q(Exists(rows.filter(conversation=OuterRef("pk"))))


def _meaning(name: str, value: str, asked: Asked) -> Chosen:
    if name.startswith(FIELD):
        label, said, condition = _of_field(name, value, asked)
        return Chosen(name, value, label, said, condition)
    said, condition = _MEANINGS[name](value, asked) or (_("(not there)"), NOTHING)
    return Chosen(name, value, LABELS[name], said, condition)


def _label(value: str, asked: Asked) -> Meaning:
    found = Label.objects.visible_to(asked.reader).live().filter(pk=key_of(value)).first()
    return (found.name, rows_in(Labelling.objects.filter(label=found))) if found else None


def _priority(value: str, asked: Asked) -> Meaning:
    if value not in {str(number) for number in Priority.values}:
        return None
    wanted = Priority(int(value))
    unusual = LIVE & UNUSUAL_PRIORITY if wanted != Priority.NORMAL else Q()
    return wanted.label, Q(priority=wanted) & unusual


def _assignee(value: str, asked: Asked) -> Meaning:
    if value == "nobody":
        return _("nobody"), Q(assignee=None)
    if value == "me":
        return _("me"), Q(assignee=asked.reader.member_id)
    everybody = Member.objects.select_related("user")
    people = everybody if asked.reader.sees_everything else assignable(asked.reader)
    found = people.filter(pk=key_of(value)).first()
    return (found.name, Q(assignee=found.pk)) if found else None


def _client(value: str, asked: Asked) -> Meaning:
    found = Client.objects.visible_to(asked.reader).filter(key=value).first()
    return (found.name, Q(client=found.pk)) if found else None


def _project(value: str, asked: Asked) -> Meaning:
    found = Project.objects.visible_to(asked.reader).filter(key=value).first()
    return (found.name, Q(project=found.pk)) if found else None


def _task(value: str, asked: Asked) -> Meaning:
    found = task_names.named(value, asked.reader)
    if found is None:
        return None
    return f"{found.reference} {found.name}", rows_in(TaskTie.objects.filter(task=found))


def _channel(value: str, asked: Asked) -> Meaning:
    if value not in Conversation.Channel.values:
        return None
    wanted = Conversation.Channel(value)
    unusual = LIVE & UNUSUAL_CHANNEL if wanted != Conversation.Channel.MAIL else Q()
    return wanted.label, Q(channel=wanted) & unusual


def _mailbox(value: str, asked: Asked) -> Meaning:
    found = Mailbox.objects.filter(pk=key_of(value)).first()
    return (found.address, Q(mailbox=found.pk)) if found else None


def _turn(value: str, asked: Asked) -> Meaning:
    return (Turn(value).label, Q(turn=value)) if value in TURNS else None


def _followed(value: str, asked: Asked) -> Meaning:
    if value != "me":
        return None
    mine = Following.objects.filter(member=asked.reader.member_id)
    return _("by me"), rows_in(mine)


def _unread(value: str, asked: Asked) -> Meaning:
    if value != "me" or asked.reader.member_id is None:
        return None
    return _("by me"), unread(asked.reader.member_id, since(asked.at))


def _waits(value: str, asked: Asked) -> Meaning:
    if value not in WAITS:
        return None
    since = asked.at - WAITS[value]
    return dict(waits())[value], Q(turn=Turn.US, turn_since__lte=since)


def _from(value: str, asked: Asked) -> Meaning:
    day = _day(value)
    return (words.long(day.date()), Q(last_message_at__gte=day)) if day else None


def _to(value: str, asked: Asked) -> Meaning:
    day = _day(value)
    return (words.long(day.date()), Q(last_message_at__lt=day + timedelta(days=1))) if day else None


def _of_field(name: str, value: str, asked: Asked) -> tuple[Text, Text, Q]:
    """Whatever kind it is, by its own spelling."""
    pk = key_of(name.removeprefix(FIELD))
    field = CustomField.objects.visible_to(asked.reader).live().filter(pk=pk).first()
    if field is None:
        return _("Field"), _("(not there)"), NOTHING
    try:
        meant = canonical(field, value)
    except Refused:
        return field.name, _("(not there)"), NOTHING
    rows = FieldValue.objects.filter(field=field, value=meant)
    return field.name, shown(field, meant), rows_in(rows)


def waits() -> list[tuple[str, Text]]:
    """For how long it has waited for us."""
    return [
        ("4h", _("more than 4 hours")), ("1d", _("more than a day")),
        ("3d", _("more than 3 days")), ("7d", _("more than a week")),
        ("30d", _("more than a month")),
    ]  # fmt: skip


def _day(value: str) -> datetime | None:
    """The beginning of that day where the reader is."""
    try:
        day = parse_date(value)
    except ValueError:
        return None
    if day is None or not 1990 <= day.year <= 2200:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=get_current_timezone())


_MEANINGS: dict[str, Callable[[str, Asked], Meaning]] = {
    "unread": _unread,
    "label": _label, "priority": _priority, "assignee": _assignee, "client": _client,
    "project": _project, "channel": _channel, "mailbox": _mailbox, "turn": _turn, "task": _task,
    "followed": _followed, "waits": _waits, "from": _from, "to": _to,
}  # fmt: skip
