"""What a project's promise dates assume where they differ from the usual."""

from django.db import models

from rapport.projects.models import Project
from rapport.workspaces.models import Owned, ScopedManager

MOST_TOGETHER = 95  # percent; more leaves nothing of a task's own
LEAST, MOST = 75, 200  # percent of the plan


class Assumptions(Owned):
    """How uncertain the tasks of a project are where nobody said so; most projects have none.

    `together_percent` is how much they overrun together, null is what past work teaches, or what
    is usual. A task that nobody estimated takes `least_percent` to `most_percent` of its plan.
    """

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="assumptions"
    )
    together_percent = models.PositiveSmallIntegerField(null=True)
    least_percent = models.PositiveSmallIntegerField(default=LEAST)
    most_percent = models.PositiveSmallIntegerField(default=MOST)
    # This project is unlike the others: their past says nothing of it.
    ignores_history = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(least_percent__lte=100, most_percent__gte=100),
                name="assumed_range_holds_the_plan",
            )
        ]
