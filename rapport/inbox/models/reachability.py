"""What our mails to an address met: that it takes none, or that somebody is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models.message import Message
from rapport.workspaces.models import Owned, ScopedManager


class AddressTrouble(Owned):
    """An address that did not take our mail. The row goes with the next mail from there."""

    class State(models.TextChoices):
        """What it means for us."""

        FULL = "full", _("full")
        DEAD = "dead", _("does not exist any more")
        REFUSES = "refuses", _("does not take our mail")

    email = models.EmailField(max_length=320)
    state = models.CharField(max_length=8, choices=State)
    # The kind of the delivery report, and what the server said.
    kind = models.CharField(max_length=20, blank=True)
    said = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    # Believed until then; None until they write.
    until = models.DateTimeField(null=True)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "email"], name="address_trouble_once")
        ]


class Absence(Owned):
    """Somebody's own mail program says that they are away, and until when."""

    email = models.EmailField(max_length=320)
    # The first day on which they are there again.
    back_on = models.DateField()
    # Whom their words name for the meantime: an address, where one stands there.
    deputy = models.CharField(max_length=320, blank=True)
    noted_at = models.DateTimeField()
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "email"], name="absence_once")]
