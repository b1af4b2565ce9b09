"""The task that an exchange is about, or that came out of one of its messages."""

from django.db import models

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.inbox.models.message import Message
from rapport.projects.models import Task
from rapport.workspaces.models import Owned, ScopedManager


class TaskTie(Owned):
    """Each leads to the other. It names the task alone, not its project: wherever the task goes,
    the tie is with it. `message` is the one that asks for it, where somebody has said which."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="task_ties", db_index=False
    )
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "task"], name="task_tie_once")
        ]
