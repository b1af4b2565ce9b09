"""A piece of work for a client."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.lib.reader import Reader
from rapport.lib.visibility import Visibility
from rapport.projects.models.programme import Programme
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class ProjectQuerySet(BinnableQuerySet):
    """Questions about projects."""

    def visible_to(self, reader: Reader) -> Self:
        """All for staff, a guest's own, and for a contact the shown ones of their company."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.project_ids is not None:
            rows = rows.filter(pk__in=reader.project_ids)
        if reader.client_ids is not None:
            rows = rows.filter(client__in=reader.client_ids)
        if reader.is_contact:
            rows = rows.filter(visibility=Visibility.CLIENT, binned_at=None)
        return rows

    def active(self) -> Self:
        """Live projects that are planned or under way."""
        return self.live().filter(state__in=[Project.State.PLANNED, Project.State.ACTIVE])


class Project(Binnable):
    """A project. `key` is its short name in URLs and in task references (KTB-12)."""

    class State(models.TextChoices):
        """Where the project is."""

        PLANNED = "planned", _("Planned")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")

    client = models.ForeignKey(Client, on_delete=models.RESTRICT)
    key = models.CharField(_("key"), max_length=8)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ACTIVE)
    visibility = models.CharField(
        _("who sees it"), max_length=8, choices=Visibility, default=Visibility.CLIENT
    )
    lead = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects"
    )
    # Where its tasks are, once it was merged into another.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_on = models.DateField(_("start"))
    budget_minutes = models.PositiveIntegerField(_("hours budget, minutes"), null=True, blank=True)
    # What was done elsewhere before the project was taken over in mid-flight.
    taken_over_on = models.DateField(null=True, blank=True)
    spent_before_minutes = models.PositiveIntegerField(default=0)
    # Rises with every change of a task, link or calendar; the schedule notes which one it shows.
    plan_revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(ProjectQuerySet)()
    everywhere = models.Manager.from_queryset(ProjectQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="project_key_once")
        ]
        indexes = [models.Index(fields=["workspace", "state", "name"], name="project_by_state")]

    def __str__(self) -> str:
        return self.name


class ProjectMember(Owned):
    """Somebody who is on a project; for a guest this is also what they may see."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="people", db_index=False
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="project_places")
    part = models.CharField(_("part"), max_length=120, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "member"], name="on_project_once")
        ]
