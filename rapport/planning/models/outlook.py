"""What can happen to a plan, as it was simulated last."""

from django.db import models

from rapport.projects.models import Project
from rapport.workspaces.models import Owned, ScopedManager


class PlanOutlook(Owned):
    """The finish of a project and of its tasks by confidence. One row a project, written anew.

    `finishes` are moments: by the n-th of them so many percent of the runs are done. It shows the
    plan of `revision` as of the day `reckoned_on`.
    """

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="outlook"
    )
    revision = models.PositiveIntegerField()
    reckoned_on = models.DateField()
    computed_at = models.DateTimeField()
    planned = models.DateTimeField()
    runs = models.PositiveIntegerField()
    # 99 moments, for 1 % to 99 %.
    finishes = models.JSONField()
    # Task id → 19 moments, for 5 % to 95 %.
    tasks = models.JSONField(default=dict)
    # How many open tasks vary as estimated, as past work did, or as nothing is known.
    estimated = models.PositiveIntegerField()
    learned = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    # Finished tasks that it was learned from.
    cases = models.PositiveIntegerField(default=0)
    # [task id, share of runs in which it decides the finish], the most decisive first.
    drivers = models.JSONField(default=list)
    # [task id, working minutes of the finish won, minutes to be spared, what that costs in minor
    # units or null, id of the way to do it or null for less work], cheapest first.
    gains = models.JSONField(default=list)
    # The same one after the other, each after those before it.
    way = models.JSONField(default=list)
    # What it rested on: the round of `PlanStakes`.
    stakes = models.PositiveIntegerField(default=0)
    # 99 amounts in minor units, for 1 % to 99 %; none where nothing costs anything.
    costs = models.JSONField(default=list)
    # Of runs evenly through all, in the order of their finish: the percent of runs that cost less.
    cost_ranks = models.JSONField(default=list)
    # If every task takes and costs what was planned.
    planned_cost = models.BigIntegerField(default=0)
    # How many tasks that count have a cost, and how many have none.
    priced = models.PositiveIntegerField(default=0)
    unpriced = models.PositiveIntegerField(default=0)
    # [risk id, moment of the 80 % finish without it, 80 % cost without it], the worst first.
    reliefs = models.JSONField(default=list)

    objects = ScopedManager()

    @property
    def tasks_counted(self) -> int:
        """All tasks that have a cost or could have one."""
        return self.priced + self.unpriced


class PlanStakes(Owned):
    """How often what is at stake in a project beside its plan was changed: what its tasks cost,
    and what may happen. By this one knows whether an outlook is that of today."""

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="plan_stakes"
    )
    round = models.PositiveIntegerField(default=0)

    objects = ScopedManager()
