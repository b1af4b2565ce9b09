"""When the workspace works."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.workspaces.models import Owned, ScopedManager


class Weekday(models.IntegerChoices):
    """ISO: Monday is 1."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class WorkingPeriod(Owned):
    """A period of work on a weekday, in the workspace's time zone; a day may have several."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="period_runs_forward"
            ),
            models.UniqueConstraint(fields=["workspace", "weekday", "starts"], name="period_once"),
        ]


class Holiday(Owned):
    """A day on which nobody works."""

    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "day"], name="holiday_once_a_day")
        ]
