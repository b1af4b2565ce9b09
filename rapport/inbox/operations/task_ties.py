"""Tie an exchange to the tasks that it is about, and let the ties go where its messages go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Message, TaskTie
from rapport.lib.inserting import insert_unless_there
from rapport.projects.models import Project, Task
from rapport.projects.operations import hands, tasks
from rapport.projects.operations.tasks import NewTask


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task as a message asks for it."""

    new: NewTask
    description: str = ""
    assignee: Member | None = None
    due_on: date | None = None


@transaction.atomic
def tie(
    conversation: Conversation, task: Task, *, by: Acts, at: datetime,
    message: Message | None = None,
) -> None:  # fmt: skip
    """Each leads to the other from now on; `message` is the one that asks for it, and the last one
    named counts. Tied ones stay tied."""
    row = TaskTie(
        workspace_id=conversation.workspace_id, conversation=conversation, task=task,
        message=message, by=by if isinstance(by, Member) else None, at=at,
    )  # fmt: skip
    is_new = insert_unless_there(row)
    if not is_new and message is not None:
        rows = TaskTie.objects.filter(conversation=conversation, task=task)
        is_new = rows.exclude(message=message).update(message=message)
    if is_new:
        mark(conversation)
        _publish(events.CONVERSATION_TASK_TIED, conversation, task, by, at)


@transaction.atomic
def untie(conversation: Conversation, task: Task, *, by: Acts, at: datetime) -> None:
    """Neither leads to the other any more."""
    gone, _kinds = TaskTie.objects.filter(conversation=conversation, task=task).delete()
    if gone:
        mark(conversation)
        _publish(events.CONVERSATION_TASK_UNTIED, conversation, task, by, at)


@transaction.atomic
def make(message: Message, project: Project, wanted: Wanted, *, by: Acts, at: datetime) -> Task:
    """Make a task of what a message asks for, tied to it: one act."""
    task = tasks.create(project, wanted.new, by=by, at=at)
    if wanted.description:
        tasks.describe(task, wanted.description, by=by, at=at)
    if wanted.assignee:
        hands.assign(task, wanted.assignee, by=by, at=at)
    if wanted.due_on:
        tasks.set_deadline(task, wanted.due_on, by=by, at=at)
    tie(message.conversation, task, by=by, at=at, message=message)
    return task


@transaction.atomic
def unmake(message: Message, task: Task, *, by: Acts, at: datetime) -> None:
    """Take that back: the task goes to the bin, and nothing leads to it."""
    untie(message.conversation, task, by=by, at=at)
    tasks.put_in_bin(task, by=by, at=at)


def follow_messages(here: Conversation, there: Conversation) -> None:
    """A task that a message asks for goes with the message, which is in `there` now."""
    strayed = TaskTie.objects.filter(conversation=here, message__conversation=there)
    held = TaskTie.objects.filter(conversation=there).values("task")
    twice = list(strayed.filter(task__in=held).values_list("pk", flat=True))
    moving = list(strayed.exclude(pk__in=twice).values_list("pk", flat=True))
    TaskTie.objects.filter(pk__in=twice).update(message=None)
    TaskTie.objects.filter(pk__in=moving).update(conversation=there)
    mark(here)
    mark(there)


def mark(conversation: Conversation) -> None:
    """Note whether any task is tied to it, so that nobody has to ask for each mail."""
    has_tasks = TaskTie.objects.filter(conversation=conversation).exists()
    Conversation.objects.filter(pk=conversation.pk).update(has_tasks=has_tasks)
    conversation.has_tasks = has_tasks


@transaction.atomic
def say_done(tasks_done: Collection[int], *, by: Acts, at: datetime) -> None:
    """Of each live conversation tied to these: a task of it is done. History stays quiet."""
    ties = TaskTie.objects.filter(
        task__in=tasks_done, task__state=Task.State.DONE, task__binned_at=None,
        conversation__is_history=False, conversation__binned_at=None,
        conversation__merged_into=None,
    )  # fmt: skip
    for one in ties.select_related("conversation", "task").order_by("pk"):
        _publish(events.CONVERSATION_TASK_DONE, one.conversation, one.task, by, at)


def _publish(verb: str, talk: Conversation, task: Task, by: Acts, at: datetime) -> None:
    publish(verb, subject=talk, by=by, at=at, facts={"number": talk.number, "task": task.pk})
