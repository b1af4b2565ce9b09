"""Running numbers, so that people never see a primary key."""

from django.db import models


class RunningNumber(models.Model):
    """The last number given out in one series of one workspace (or of one project)."""

    workspace_id = models.BigIntegerField()
    series = models.CharField(max_length=60)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "series"], name="number_series")
        ]
