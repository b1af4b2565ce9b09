"""A case: a conversation that must be answered in time and solved."""

from datetime import datetime
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.cases.models.policy import Hours, Policy
from rapport.clients.models import Client, Contact
from rapport.inbox.models import Conversation
from rapport.lib.priority import Priority
from rapport.lib.reader import Reader
from rapport.projects.models import Project
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class CaseQuerySet(BinnableQuerySet):
    """Questions about cases."""

    def visible_to(self, reader: Reader) -> Self:
        """As the conversation behind it; nobody sees it while that is in the bin."""
        rows = self.filter(workspace_id=reader.workspace_id, conversation__binned_at=None)
        if reader.sees_everything:
            return rows
        return rows.filter(conversation__in=Conversation.objects.visible_to(reader))

    def open(self) -> Self:
        """Live and not closed."""
        return self.live().filter(closed_at=None)

    def breached(self, at: datetime) -> Self:
        """Open, and a target that is running has passed."""
        return self.open().filter(paused_since=None, due_at__lt=at)

    def by_next_due(self) -> Self:
        """What is due next first: running clocks, then those that wait, then those without."""
        due = models.Case(
            models.When(paused_since__isnull=False, then=None),
            default="due_at",
            output_field=models.DateTimeField(),
        )
        return self.annotate(next_due=due).order_by(
            models.F("next_due").asc(nulls_last=True), "priority", "number"
        )


class Reply(models.TextChoices):
    """Which answer is owed, as `engine.service_level` names them."""

    FIRST = "first", _("first reply")
    NEXT = "next", _("next reply")
    EVERY = "every", _("regular word")


class Case(Binnable):
    """A question, request, incident, problem or complaint. Targets stand still while
    `paused_since` is set."""

    class Kind(models.TextChoices):
        """What it is."""

        QUESTION = "question", _("Question")
        REQUEST = "request", _("Request")
        INCIDENT = "incident", _("Incident")
        PROBLEM = "problem", _("Problem")
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
    # The problem behind it, which gathers others as well.
    problem = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="gathered"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    # What was agreed when it was opened, or became what it is: a policy that changes later
    # changes no case. Minutes in `hours`; None is not agreed.
    policy = models.ForeignKey(Policy, null=True, on_delete=models.SET_NULL, related_name="+")
    hours = models.CharField(max_length=6, choices=Hours, default=Hours.OURS)
    reply_minutes = models.PositiveIntegerField(null=True)
    next_minutes = models.PositiveIntegerField(null=True)
    every_minutes = models.PositiveIntegerField(null=True)
    resolve_minutes = models.PositiveIntegerField(null=True)
    acknowledge_minutes = models.PositiveIntegerField(null=True)
    # Since when the client waits; None for imported history, on which no clock runs.
    clock_from = models.DateTimeField(null=True)
    # On the client's turn the targets stand still. `pauses` are the stretches that are over.
    paused_since = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    # What was exchanged: our first answer, our last one, and since when they wait for the next.
    first_replied_at = models.DateTimeField(null=True)
    word_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    # A complaint is acknowledged by an answer or a person, from when it became one.
    acknowledge_from = models.DateTimeField(null=True)
    acknowledge_due = models.DateTimeField(null=True)
    acknowledge_told = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    # The answer that is owed, and the solution; and how many per cent of their time were told.
    reply_owed = models.CharField(max_length=5, choices=Reply, blank=True)
    reply_from = models.DateTimeField(null=True)
    reply_due = models.DateTimeField(null=True)
    reply_told = models.PositiveSmallIntegerField(default=0)
    resolve_due = models.DateTimeField(null=True)
    resolve_told = models.PositiveSmallIntegerField(default=0)
    # The soonest of what is due, and when there is something to be told again.
    due_at = models.DateTimeField(null=True)
    step_at = models.DateTimeField(null=True)
    cause = models.TextField(_("cause"), blank=True)
    cure = models.TextField(_("what was done"), blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ScopedManager.from_queryset(CaseQuerySet)()
    everywhere = models.Manager.from_queryset(CaseQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="case_number")]
        indexes = [
            models.Index(fields=["workspace", "closed_at", "due_at"], name="case_due"),
            models.Index(fields=["workspace", "closed_at", "step_at"], name="case_step"),
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
