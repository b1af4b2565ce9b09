"""A promise: what was said to whom, for what date."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.inbox.models import Message
from rapport.lib.reader import Reader
from rapport.lib.visibility import Visibility
from rapport.projects.models import Project, Task
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class PromiseQuerySet(BinnableQuerySet):
    """Questions about promises."""

    def visible_to(self, reader: Reader) -> Self:
        """A contact sees what was promised to, or by, their company, where shown."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.client_ids is not None:
            rows = rows.filter(client__in=reader.client_ids)
        if reader.project_ids is not None:
            rows = rows.filter(project__in=reader.project_ids)
        if reader.is_contact:
            rows = rows.filter(visibility=Visibility.CLIENT, binned_at=None)
        return rows

    def open(self) -> Self:
        """Live and neither kept, broken nor withdrawn."""
        return self.live().filter(state=Promise.State.OPEN)

    def overdue(self, today: date) -> Self:
        """Open and past the promised day."""
        return self.open().filter(due_on__lt=today)


class Promise(Binnable):
    """One promise, ours or the client's. A new date keeps the old one in `was_due`."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Open")
        KEPT = "kept", _("Kept")
        LATE = "late", _("Kept late")
        BROKEN = "broken", _("Broken")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Outlook(models.TextChoices):
        """What the plan was last seen to say of it."""

        UNKNOWN = "", _("Unknown")
        FINE = "fine", _("In time")
        SLIPS = "slips", _("Will slip")

    class Side(models.TextChoices):
        """Who promised."""

        US = "us", _("We promised")
        CLIENT = "client", _("The client promised")

    number = models.PositiveIntegerField()
    side = models.CharField(max_length=6, choices=Side, default=Side.US)
    what = models.CharField(_("what"), max_length=300)
    client = models.ForeignKey(Client, on_delete=models.RESTRICT, db_index=False)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    # The milestone or task whose forecast is compared with this promise.
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises"
    )
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    due_on = models.DateField(_("promised for"))
    was_due = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    # What was told ahead of time: a crossing of the forecast once, a day once.
    outlook = models.CharField(max_length=5, choices=Outlook, default=Outlook.UNKNOWN, blank=True)
    reminded_for = models.DateField(null=True, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.CLIENT)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(PromiseQuerySet)()
    everywhere = models.Manager.from_queryset(PromiseQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="promise_number")
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "due_on"], name="promise_due"),
            models.Index(fields=["client", "-made_at"], name="promise_client"),
            models.Index(fields=["project", "due_on"], name="promise_project"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def owed_on(self) -> date:
        """The day that counts: the first one, or the last one somebody at the client agreed to."""
        days = [date.fromisoformat(move["due_on"]) for move in self.was_due] + [self.due_on]
        owed = days[0]
        for move, new in zip(self.was_due, days[1:], strict=True):
            owed = new if move["consent"] else owed
        return owed

    @property
    def is_taken_over(self) -> bool:
        """Said before it was noted here, and in no message of ours: its past is no news."""
        return self.message_id is None and self.made_at < self.created_at

    @property
    def is_open(self) -> bool:
        """Neither kept, broken nor withdrawn."""
        return self.state == Promise.State.OPEN
