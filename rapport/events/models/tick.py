"""When each scheduled task last began, shared by all workers."""

from django.db import models


class Tick(models.Model):
    """The last interval in which a scheduled task was started; advanced by compare-and-set."""

    task = models.CharField(max_length=100, unique=True)
    slot = models.BigIntegerField(default=0)
