"""Notifications in words: made when shown, so that an erased name is gone here too."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.models import Invitation
from rapport.cases.models import Case
from rapport.channels.models import Channel, Delivery
from rapport.delivery.models import Deliverable
from rapport.feedback.models import Answer
from rapport.inbox.models import BulkAct, Conversation, Mailbox, RawMail, StuckMail
from rapport.lib.felt import Felt
from rapport.lib.reader import Reader
from rapport.notifications.models import Notification, Topic
from rapport.notifications.queries.feeling import felt
from rapport.outreach.models import Question
from rapport.planning.queries.promised import expected_on
from rapport.projects.models import Task
from rapport.promises.models import Promise
from rapport.ui import words

ICONS = {
    Topic.MESSAGE: "mail",
    Topic.ASSIGNED: "person",
    Topic.MENTION: "person",
    Topic.DEADLINE: "clock",
    Topic.PROMISE: "promise",
    Topic.DECISION: "check",
    Topic.FEEDBACK: "feedback",
    Topic.FOLLOWED: "bell",
    Topic.HELD: "mail",
    Topic.RETURNED: "clock",
    Topic.TASK_DONE: "task",
    Topic.TROUBLE: "alert",
    Topic.MISSED: "clock",
    Topic.COMPLAINT: "alert",
    Topic.FORECAST: "promise",
    Topic.REQUEST: "person",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A notification as it is shown. What leads to the same address is about the same record."""

    row: Notification
    title: str
    note: str
    url: str
    icon: str
    felt: Felt


@dataclass(frozen=True, slots=True)
class Subject:
    """How to load and name one kind of subject."""

    model: type[models.Model]
    related: tuple[str, ...]
    words: Callable[[Any], str]
    url: Callable[[str, Any], str]
    note: Callable[[Any], str] | None = None


def _who(talk: Conversation) -> str:
    """Whose it is; on the side whoever is asked there."""
    return str(talk.client or (talk.correspondent if talk.is_side else _("Unknown sender")))


def _talk_url(slug: str, talk: Conversation) -> str:
    return reverse("inbox.conversation", kwargs={"slug": slug, "number": talk.number})


def _by_number(name: str) -> Callable[[str, Any], str]:
    return lambda slug, row: reverse(name, kwargs={"slug": slug, "number": row.number})


def _question_url(slug: str, row: Question) -> str:
    if row.project:
        return reverse("outreach.of_project", kwargs={"slug": slug, "key": row.project.key})
    return reverse("clients.client", kwargs={"slug": slug, "key": row.client.key})


def _task_url(slug: str, task: Task) -> str:
    where = {"slug": slug, "key": task.project.key, "number": task.number}
    return reverse("projects.task", kwargs=where)


def _outlook(promise: Promise) -> str:
    """How the promise stands now, so that a bundle read late says no old truth."""
    if not promise.is_open:
        return str(promise.get_state_display())
    today, expected = localdate(), expected_on(promise)
    if expected and expected > promise.due_on >= today:
        days = (expected - promise.due_on).days
        return words.slips_by(days)
    return _("promised for %(day)s") % {"day": words.day(promise.due_on, today)}


def _plain(name: str) -> Callable[[str, Any], str]:
    return lambda slug, row: reverse(name, kwargs={"slug": slug})


SUBJECTS: dict[str, Subject] = {
    "inbox.conversation": Subject(
        Conversation, ("client",),
        lambda row: f"{_who(row)}: {row.subject}", _talk_url,
    ),
    "cases.case": Subject(
        Case, ("conversation", "client"),
        lambda row: f"{row.reference} {row.conversation.subject}",
        lambda slug, row: _talk_url(slug, row.conversation),
    ),
    "projects.task": Subject(
        Task, ("project",), lambda row: f"{row.reference} {row.name}", _task_url
    ),
    "promises.promise": Subject(
        Promise, ("client", "workspace", "task__schedule"),
        lambda row: f"{row.client}: {row.what}", _by_number("promises.promise"), _outlook,
    ),
    "delivery.deliverable": Subject(
        Deliverable, ("project",), lambda row: row.name, _by_number("delivery.deliverable")
    ),
    "outreach.question": Subject(
        Question, ("project", "client"), lambda row: row.text, _question_url
    ),
    "feedback.answer": Subject(
        Answer, ("client",),
        lambda row: f"{row.client}: {row.score}/5" + (f" — {row.sentence}" if row.sentence else ""),
        _plain("feedback.list"),
    ),
    "accounts.invitation": Subject(
        Invitation, (), lambda row: _("The invitation came back: %(email)s") % {"email": row.email},
        _plain("team"),
    ),
    "inbox.bulkact": Subject(
        BulkAct, ("by__user",),
        lambda row: ngettext(
            "%(who)s gave you %(n)s conversation", "%(who)s gave you %(n)s conversations", row.done
        ) % {"who": row.by.name, "n": words.Count(row.done)},
        lambda slug, row: _plain("inbox")(slug, row) + "?show=mine",
    ),
    "inbox.mailbox": Subject(
        Mailbox, (), lambda row: f"{row.address}: {row.trouble}", _plain("inbox.mailboxes")
    ),
    "inbox.rawmail": Subject(
        RawMail, (), lambda row: f"{row.get_outcome_display()}: {row.reason}",
        _plain("inbox.quarantine"),
    ),
    "inbox.stuckmail": Subject(
        StuckMail, ("mailbox",),
        lambda row: _("The mail server could not hand over a message") + f": {row.mailbox.address}",
        _plain("inbox.quarantine"),
    ),
    "channels.channel": Subject(
        Channel,
        (),
        lambda row: f"{row.name}: {row.last_error or row.unheard}",
        _plain("channels.channels"),
    ),
    "channels.delivery": Subject(
        Delivery, ("channel",),
        lambda row: f"{row.channel.name}: {row.get_outcome_display()}",
        _plain("channels.deliveries"),
    ),
}  # fmt: skip


def told(rows: Iterable[Notification], *, reader: Reader, slug: str) -> list[Told]:
    """Words for these notifications; what the reader may no longer see is left out.

    One query a kind of subject, however many rows.
    """
    rows = list(rows)
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        wanted[row.subject_kind].add(row.subject_id)
    found = {
        kind: _load(SUBJECTS[kind], ids, reader) for kind, ids in wanted.items() if kind in SUBJECTS
    }
    shown = []
    for row in rows:
        record = found.get(row.subject_kind, {}).get(row.subject_id)
        if record is not None:
            shown.append(_told(row, record, slug))
    return shown


def _load(subject: Subject, ids: set[int], reader: Reader) -> dict[int, models.Model]:
    manager = subject.model._default_manager
    visible = getattr(manager, "visible_to", None)
    rows = visible(reader) if visible else manager.all()
    return {row.pk: row for row in rows.filter(pk__in=ids).select_related(*subject.related)}


def _told(row: Notification, record: models.Model, slug: str) -> Told:
    subject = SUBJECTS[row.subject_kind]
    return Told(
        row=row,
        title=subject.words(record),
        note=subject.note(record) if subject.note else _note(row),
        url=subject.url(slug, record),
        icon=ICONS.get(Topic(row.topic), "bell"),
        felt=felt(Topic(row.topic), record),
    )


def _note(row: Notification) -> str:
    if row.topic == Topic.TASK_DONE:
        return ngettext(
            "The task is done: tell the client?", "The tasks are done: tell the client?", row.count
        )
    if row.topic == Topic.MESSAGE and row.count > 1:
        return ngettext("%(n)s message", "%(n)s messages", row.count) % {"n": row.count}
    said = Topic(row.topic).label
    return f"{said} (×{row.count})" if row.count > 1 else str(said)
