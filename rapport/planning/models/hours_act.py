"""What an act on the calendars of a plan has changed, for as long as it can be taken back."""

from django.db import models

from rapport.projects.models import Project
from rapport.workspaces.models import Owned, ScopedManager


class HoursAct(Owned):
    """What was before an act and after it: names and days of calendars do not go into the stream.

    `act` is the number of the event, `calendar` the id of the one that it was about, which may be
    gone. What both sides hold is for `operations.hours_acts` to know.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    act = models.PositiveBigIntegerField(unique=True)
    calendar = models.PositiveBigIntegerField(null=True)
    before = models.JSONField()
    after = models.JSONField()
    at = models.DateTimeField()
    is_undone = models.BooleanField(default=False)

    objects = ScopedManager()
