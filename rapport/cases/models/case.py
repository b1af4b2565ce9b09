"""A case: a conversation that must be answered in time and solved."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.inbox.models import Conversation
from rapport.lib.reader import Reader
from rapport.projects.models import Project
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class Priority(models.IntegerChoices):
    """How soon; 1 is the most urgent."""

    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Low")


class Told(models.IntegerChoices):
    """What was said about a target so far; it only rises."""

    NOTHING = 0
    NEAR = 1
    MISSED = 2


class CaseQuerySet(BinnableQuerySet):
    """Questions about cases."""

    def visible_to(self, reader: Reader) -> Self:
        """As the conversation behind it."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.sees_everything:
            return rows
        return rows.filter(conversation__in=Conversation.objects.visible_to(reader))

    def open(self) -> Self:
        """Live and not closed."""
        return self.live().filter(closed_at=None)

    def breached(self, at: datetime) -> Self:
        """Open, and a target that is running has passed."""
        reply = models.Q(first_replied_at=None, paused_since=None, reply_due__lt=at)
        solve = models.Q(paused_since=None, resolve_due__lt=at)
        return self.open().filter(reply | solve)

    def by_next_due(self) -> Self:
        """What is due next first: running clocks, then those that wait, then those without."""
        due = models.Case(
            models.When(paused_since__isnull=False, then=None),
            models.When(first_replied_at=None, then="reply_due"),
            default="resolve_due",
            output_field=models.DateTimeField(),
        )
        return self.annotate(next_due=due).order_by(
            models.F("next_due").asc(nulls_last=True), "priority", "number"
        )


class Case(Binnable):
    """Question, request, issue or complaint. Targets stand still while `paused_since` is set."""

    class Kind(models.TextChoices):
        """What it is."""

        QUESTION = "question", _("Question")
        REQUEST = "request", _("Request")
        ISSUE = "issue", _("Issue")
        COMPLAINT = "complaint", _("Complaint")

    number = models.PositiveIntegerField()
    conversation = models.OneToOneField(
        Conversation, on_delete=models.RESTRICT, related_name="case"
    )
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, db_index=False)
    project = models.ForeignKey(Project, null=True, on_delete=models.SET_NULL, db_index=False)
    reporter = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL
    )
    opened_at = models.DateTimeField()
    # Since when the client waits; None for imported history, on which no clock runs.
    clock_from = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    reply_due = models.DateTimeField(null=True)
    resolve_due = models.DateTimeField(null=True)
    # When to warn, and what was said already: a target is told near once and missed once.
    reply_warn_at = models.DateTimeField(null=True)
    resolve_warn_at = models.DateTimeField(null=True)
    reply_told = models.PositiveSmallIntegerField(choices=Told, default=Told.NOTHING)
    resolve_told = models.PositiveSmallIntegerField(choices=Told, default=Told.NOTHING)
    first_replied_at = models.DateTimeField(null=True)
    # On the client's turn the targets stand still; on return they move by the paused minutes.
    paused_since = models.DateTimeField(null=True)
    paused_minutes = models.PositiveIntegerField(default=0)
    cause = models.TextField(_("cause"), blank=True)
    cure = models.TextField(_("what was done"), blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ScopedManager.from_queryset(CaseQuerySet)()
    everywhere = models.Manager.from_queryset(CaseQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="case_number")]
        indexes = [
            models.Index(fields=["workspace", "closed_at", "reply_due"], name="case_reply_due"),
            models.Index(fields=["workspace", "closed_at", "resolve_due"], name="case_resolve_due"),
            models.Index(fields=["client", "-opened_at"], name="case_client"),
            models.Index(fields=["project", "-opened_at"], name="case_project"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.closed_at is None

    @property
    def reference(self) -> str:
        """As people write it: NWM-142. Needs the client."""
        return f"{self.client.key}-{self.number}" if self.client else f"#{self.number}"


class Target(Owned):
    """First-reply and resolution targets of a priority, in business minutes."""

    priority = models.PositiveSmallIntegerField(choices=Priority)
    reply_minutes = models.PositiveIntegerField(_("first reply, minutes"))
    resolve_minutes = models.PositiveIntegerField(_("resolution, minutes"))

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "priority"], name="target_a_priority")
        ]
