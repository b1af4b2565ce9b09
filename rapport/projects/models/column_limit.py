"""How many tasks may be in a column of the board at a time."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.projects.models.project import Project
from rapport.projects.models.task import Task
from rapport.workspaces.models import Owned, ScopedManager

MOST = 999


class ColumnLimit(Owned):
    """A limit of work in progress; a column without one takes any number."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="column_limits", db_index=False
    )
    state = models.CharField(max_length=8, choices=Task.State)
    most = models.PositiveSmallIntegerField(
        _("at most"), validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "state"], name="column_limited_once")
        ]
