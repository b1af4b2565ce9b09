"""A task that comes back: its rule, and which tasks of the plan it made."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.engine.plan import Recurrence
from rapport.engine.series import Series
from rapport.lib.visibility import Visibility
from rapport.projects.models import Task
from rapport.workspaces.models import Owned, ScopedManager

MOST = 200


class TaskSeries(Owned):
    """A rule, and what its tasks are like. They are the parts of `summary`, one a day.

    `rule`: the words of `engine.plan.Recurrence`. `before` is what the last act on the series
    found, by which it is taken back, and `act` that act's number.
    """

    class OnDayOff(models.TextChoices):
        """What becomes of a day on which nobody works."""

        AFTER = "after", _("On the working day after")
        BEFORE = "before", _("On the working day before")
        SKIP = "skip", _("Not at all")

    summary = models.OneToOneField(
        Task, on_delete=models.CASCADE, primary_key=True, related_name="series"
    )
    rule = models.JSONField()
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    times = models.PositiveSmallIntegerField(_("times"), null=True, blank=True)
    on_day_off = models.CharField(max_length=6, choices=OnDayOff, default=OnDayOff.AFTER)
    name = models.CharField(_("name"), max_length=300)
    duration_minutes = models.PositiveIntegerField()
    is_elapsed = models.BooleanField(default=False)
    is_milestone = models.BooleanField(default=False)
    assignee = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.CLIENT)
    before = models.JSONField(default=dict)
    act = models.PositiveBigIntegerField(default=0)

    objects = ScopedManager()

    def __str__(self) -> str:
        return self.name

    @property
    def recurrence(self) -> Recurrence:
        """The rule for the engine."""
        said: dict[str, Any] = self.rule
        return Recurrence(**(said | {"weekdays": frozenset(said.get("weekdays", ()))}))

    def days(self, last: date) -> Series:
        """All of it for the engine; without an end of its own it goes on to a last day."""
        until = last if self.until is None else min(self.until, last)
        return Series(self.recurrence, self.since, until, self.times, self.on_day_off)  # type: ignore[arg-type]


class Occurrence(Owned):
    """One time of a series: the task it made, and the day it stands for.

    It outlasts its task, so that what was thrown away is not made again.
    """

    series = models.ForeignKey(TaskSeries, on_delete=models.CASCADE, related_name="occurrences")
    task = models.OneToOneField(
        Task, null=True, on_delete=models.SET_NULL, related_name="occurrence"
    )
    day = models.DateField()
    number = models.PositiveSmallIntegerField()

    objects = ScopedManager()
