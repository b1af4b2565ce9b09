"""A deliverable, its files, and what the client said of each version."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Contact
from rapport.files.models import StoredFile
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn, Visibility
from rapport.projects.models import Project, Task
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class DeliverableQuerySet(BinnableQuerySet):
    """Questions about deliverables."""

    def visible_to(self, reader: Reader) -> Self:
        """A contact sees what was submitted to their company, never a draft."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.sees_everything:
            return rows
        rows = rows.filter(project__in=Project.objects.visible_to(reader))
        if reader.is_contact:
            rows = rows.filter(visibility=Visibility.CLIENT, binned_at=None).exclude(
                state=Deliverable.State.DRAFT
            )
        return rows

    def with_client(self) -> Self:
        """Live and waiting for the client's decision."""
        return self.live().filter(state=Deliverable.State.SUBMITTED)


class Deliverable(Binnable):
    """Something handed over for acceptance; each submission is a version."""

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft", _("In work")
        SUBMITTED = "submitted", _("With the client")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="deliverables", db_index=False
    )
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("what to look at"), blank=True)
    # Who is asked to decide; whoever else at the client sees the project may decide too.
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.CLIENT)
    version = models.PositiveIntegerField(default=1)
    turn = models.CharField(max_length=8, choices=Turn, default=Turn.US)
    turn_since = models.DateTimeField()
    due_on = models.DateField(_("answer wanted by"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(DeliverableQuerySet)()
    everywhere = models.Manager.from_queryset(DeliverableQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="deliverable_number")
        ]
        indexes = [
            models.Index(fields=["project", "state"], name="deliverable_project"),
            models.Index(fields=["workspace", "state", "turn_since"], name="deliverable_state"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> int:
        """Whose it is. Needs the project."""
        return self.project.client_id

    @property
    def is_with_client(self) -> bool:
        """Waiting for the client's decision."""
        return self.state == Deliverable.State.SUBMITTED


class DeliverableFile(Owned):
    """A file of one version."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="files")
    version = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.RESTRICT, related_name="+")

    objects = ScopedManager()


class SignOff(Owned):
    """A decision on one version: evidence, never changed.

    `hash` covers what was shown (words and files), the decision, who, when, and the hash before.
    Of the comment it covers the fingerprint, so that a comment can be erased with its author.
    """

    class Decision(models.TextChoices):
        """What the client said."""

        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    deliverable = models.ForeignKey(
        Deliverable, on_delete=models.RESTRICT, related_name="sign_offs", db_index=False
    )
    version = models.PositiveIntegerField()
    decision = models.CharField(max_length=10, choices=Decision)
    # What was shown, as it was.
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    comment_hash = models.CharField(max_length=64)
    contact = models.ForeignKey(Contact, on_delete=models.RESTRICT, related_name="+")
    file_hashes = models.JSONField(default=list)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    decided_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "version"], name="one_decision_a_version"
            )
        ]
