"""How a member wants to be reached: by kind, how often a day, and when not."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.notifications.models.topic import Topic
from rapport.workspaces.models import Owned, ScopedManager

BUDGET = 5
MOST_INTERRUPTIONS = 50
DIGESTS = ("09:00", "13:00", "16:30")


def usual_digests() -> list[str]:
    """In the morning, at noon, and before the day ends."""
    return list(DIGESTS)


class Attention(Owned):
    """One a member who chose anything; everybody else has the defaults."""

    class Says(models.TextChoices):
        """How much an alert on a device says; whoever holds it can read it."""

        NOTHING = "nothing", _("only that something waits")
        WHO = "who", _("whom it is about, and of what kind")
        ALL = "all", _("the subject too")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    budget = models.PositiveSmallIntegerField(_("interruptions a day"), default=BUDGET)
    quiet_from = models.TimeField(_("quiet from"), default=time(18))
    quiet_to = models.TimeField(_("until"), default=time(8))
    digests = models.JSONField(_("digests at"), default=usual_digests)
    urgent_breaks_through = models.BooleanField(
        _("what is urgent reaches me even then"), default=True
    )
    by_mail = models.BooleanField(_("by mail"), default=True)
    on_desktop = models.BooleanField(_("on the desktop"), default=False)
    with_sound = models.BooleanField(_("with a sound"), default=False)
    push_says = models.CharField(
        _("alerts on my devices say"), max_length=7, choices=Says, default=Says.WHO
    )
    # The last moment for which a digest was made: one that was due is made once.
    digested_at = models.DateTimeField(null=True)

    objects = ScopedManager()


class Preference(Owned):
    """How one kind of alert may reach a member."""

    class Way(models.TextChoices):
        """As `engine.attention.Way`."""

        INTERRUPT = "interrupt", _("Interrupt me")
        BUNDLE = "bundle", _("In the next digest")
        LIST = "list", _("In the list only")
        OFF = "off", _("Not at all")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.CharField(max_length=10, choices=Topic)
    way = models.CharField(max_length=9, choices=Way)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="preference_a_topic")
        ]
