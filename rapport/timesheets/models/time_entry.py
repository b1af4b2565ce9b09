"""Time somebody spent."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.projects.models import Project, Task
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class Unbilled(models.TextChoices):
    """Why time is not billed."""

    INCLUDED = "included", _("Included in what was agreed")
    MISTAKE = "mistake", _("Our own mistake")
    GOODWILL = "goodwill", _("Goodwill")
    INTERNAL = "internal", _("Internal")


class TimeEntryQuerySet(BinnableQuerySet):
    """Questions about time."""

    def visible_to(self, reader: Reader) -> Self:
        """Never for contacts; a guest sees their own."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        return rows.filter(member=reader.member_id) if reader.role == Role.GUEST else rows


class TimeEntry(Binnable):
    """Minutes of one person on one day, on a project and perhaps a task."""

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+", db_index=False)
    project = models.ForeignKey(
        Project, on_delete=models.RESTRICT, related_name="time_entries", db_index=False
    )
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL)
    # What was talked about in that time, where it was noted there.
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    day = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("minutes"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Empty is billable; the project says what an hour costs.
    unbilled = models.CharField(_("billing"), max_length=8, choices=Unbilled, blank=True)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(TimeEntryQuerySet)()
    everywhere = models.Manager.from_queryset(TimeEntryQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0, minutes__lte=1440), name="time_within_a_day"
            )
        ]
        indexes = [
            models.Index(fields=["project", "day"], name="time_project"),
            models.Index(fields=["member", "day"], name="time_member"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes // 60}:{self.minutes % 60:02} · {self.day:%Y-%m-%d}"
