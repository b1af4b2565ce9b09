"""An address besides a mailbox's own."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models.conversation import Conversation
from rapport.inbox.models.mailbox import Mailbox
from rapport.lib.reader import Reader
from rapport.projects.models import Project
from rapport.workspaces.models import Owned, ScopedManager


class AliasQuerySet(models.QuerySet["Alias"]):
    """Questions about addresses."""

    def visible_to(self, reader: Reader) -> Self:
        """Staff: all. Guest: of their projects and the conversations in them. Contact: none."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.project_ids is None:
            return rows
        talks = Conversation.objects.visible_to(reader)
        mine = models.Q(project__in=reader.project_ids) | models.Q(conversation__in=talks)
        return rows.filter(mine)

    def running(self) -> Self:
        """Not switched off, of a mailbox that is there."""
        return self.filter(ended_at=None, mailbox__binned_at=None)


class Alias(Owned):
    """Mail to it arrives in its mailbox, and leads to its project or conversation. An address that
    was given out is never given to anything else, so that late mail reaches no stranger."""

    class Purpose(models.TextChoices):
        """What it leads to."""

        MAILBOX = "mailbox", _("Another address of the mailbox")
        PROJECT = "project", _("Project")
        CONVERSATION = "conversation", _("Conversation")

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="aliases")
    address = models.EmailField(_("address"), max_length=320)
    purpose = models.CharField(max_length=12, choices=Purpose)
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # Our mails of this project ask for answers to it.
    takes_replies = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(AliasQuerySet)()
    everywhere = models.Manager.from_queryset(AliasQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "address"], name="alias_once"),
            models.CheckConstraint(
                condition=models.Q(purpose="mailbox", project=None, conversation=None)
                | models.Q(purpose="project", project__isnull=False, conversation=None)
                | models.Q(purpose="conversation", project=None, conversation__isnull=False),
                name="alias_purpose",
            ),
        ]
        indexes = [models.Index(fields=["address"], name="alias_address")]

    def __str__(self) -> str:
        return self.address

    @property
    def is_running(self) -> bool:
        """Not switched off."""
        return self.ended_at is None
