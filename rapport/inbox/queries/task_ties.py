"""Which tasks an exchange is about, which exchanges a task is about, and what could be tied."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation, Message, TaskTie
from rapport.inbox.queries import listing
from rapport.inbox.queries.task_names import named, with_names
from rapport.lib.keys import key_of
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.projects.models import Helper, ProjectMember, Task

MOST, MOST_OFFERED = 20, 20


@dataclass(frozen=True, slots=True)
class Tied:
    """A task, and the message that asks for it."""

    task: Task
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Talks:
    """The latest conversations about a task, and whether there are more."""

    shown: list[Conversation]
    has_more: bool


def of_conversation(talk: Conversation, reader: Reader) -> list[Tied]:
    """Its tasks that the reader may see, open ones first, whatever the length."""
    if not talk.has_tasks:
        return []
    asked = dict(TaskTie.objects.filter(conversation=talk).values_list("task", "message"))
    rows = with_names(Task.objects.visible_to(reader).live().filter(pk__in=asked))
    ordered = rows.order_by(_is(state=Task.State.DONE), "deadline", "pk")[:MOST]
    return [Tied(task, asked[task.pk]) for task in ordered]


def of_task(task: Task, reader: Reader) -> Talks:
    """Those that the reader may see, the latest word on top."""
    rows = Conversation.objects.visible_to(reader).live()
    rows = rows.filter(pk__in=TaskTie.objects.filter(task=task).values("conversation"))
    found = list(rows.select_related("client").order_by("-last_message_at", "-pk")[: MOST + 1])
    return Talks(found[:MOST], len(found) > MOST)


def tasks_offered(talk: Conversation, reader: Reader, words: str) -> list[Task]:
    """Those it could be tied to: by reference or words; without words what is open in its project,
    or for its client."""
    if task := named(words, reader):
        return [task]
    tied = TaskTie.objects.filter(conversation=talk).values("task")
    rows = with_names(Task.objects.visible_to(reader).live().exclude(pk__in=tied))
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(project__name__icontains=word))
    if not words:
        near = Q(project=talk.project_id) if talk.project_id else Q(project__client=talk.client_id)
        rows = rows.exclude(state=Task.State.DONE).filter(near)
    order = (_is(project=talk.project_id).desc(), _is(state=Task.State.DONE), "-created_at", "-pk")
    return list(rows.order_by(*order)[:MOST_OFFERED])


def talks_offered(task: Task, reader: Reader, words: str) -> list[Conversation]:
    """Those it could be tied to: by number, subject, person or client; without words the latest of
    its project and its client."""
    seen = Conversation.objects.visible_to(reader).live().select_related("client")
    if number := key_of(words.lstrip("#")):
        return list(seen.filter(number=min(number, 2_147_483_647)))
    if words:
        question = listing.Question("all", words)
        return listing.page(question, reader, size=MOST_OFFERED).conversations
    tied = TaskTie.objects.filter(task=task).values("conversation")
    rows = seen.filter(client=task.client_id).exclude(pk__in=tied)
    return list(rows.order_by("-last_message_at", "-pk")[:MOST_OFFERED])


def asks_for(message: Message, task: Task) -> bool:
    """Whether this message is the one that asks for the task."""
    return TaskTie.objects.filter(message=message, task=task).exists()


def hands_on(talk: Conversation) -> set[int]:
    """Members who do, or help with, what is open of its tasks; of guests those who may read it."""
    open_tasks = Task.objects.open().filter(pk__in=talk.task_ties.values("task"))
    doing = open_tasks.exclude(assignee=None).values("assignee")
    helping = Helper.objects.counting().filter(task__in=open_tasks).exclude(member=None)
    people = Member.objects.filter(Q(pk__in=doing) | Q(pk__in=helping.values("member")))
    on_it = ProjectMember.objects.filter(project=talk.project_id).values("member")
    strangers = Q(role=Role.GUEST) & ~Q(pk__in=on_it)
    return set(people.exclude(strangers).values_list("pk", flat=True))


def _is(**what: Any) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(Q(**what), output_field=BooleanField())
