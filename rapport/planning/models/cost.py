"""What a task costs. Most tasks have no price of their own."""

from django.db import models

from rapport.projects.models import Project, Task
from rapport.workspaces.models import Owned, ScopedManager


class TaskCost(Owned):
    """What is spent on a task once, and for each hour of work on it: minor units of the
    workspace's currency. `least` and `most` stand beside what is likely, or not at all."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    task = models.OneToOneField(
        Task, on_delete=models.CASCADE, primary_key=True, related_name="cost"
    )
    least = models.BigIntegerField(null=True)
    likely = models.BigIntegerField(null=True)
    most = models.BigIntegerField(null=True)
    hourly = models.BigIntegerField(null=True)

    objects = ScopedManager()
