"""Where a task stood before it went to another project, so that its old address leads to it."""

from django.db import models

from rapport.projects.models.project import Project
from rapport.projects.models.task import Task
from rapport.workspaces.models import Owned, ScopedManager


class FormerPlace(Owned):
    """A number that a task had. A project gives no number twice, so the address is its own."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="former_places")
    # Its name in the plan file of that project, which means another task elsewhere.
    imported_uid = models.CharField(max_length=120, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="former_place_once")
        ]
