"""Who is told when how much of a target's time is used up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.workspaces.models import Owned, ScopedManager


class Who(models.TextChoices):
    """Somebody by what they are to the case."""

    ASSIGNEE = "assignee", _("Whoever holds it")
    LEAD = "lead", _("The project's lead")
    OWNER = "owner", _("Whoever looks after the client")
    MANAGERS = "managers", _("All who manage")


class Rung(Owned):
    """A rung of the ladder: at this share of the time, in per cent, this one is told."""

    share = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=8, choices=Who)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "share", "who"], name="rung_once")
        ]
