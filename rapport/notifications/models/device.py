"""Browsers that alert somebody while no page of ours is open."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.workspaces.models import Owned, ScopedManager


class Device(Owned):
    """A browser that a member let us push to, for as long as they are signed in there."""

    class Trouble(models.TextChoices):
        """Why the last alert did not get there."""

        REFUSED = "refused", _("its push service refused the last alert: remove it and add it anew")
        SILENT = "silent", _("its push service could not be reached")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    # Of the subscription, which stands sealed: whoever knows it may alert this browser.
    digest = models.CharField(max_length=64)
    sealed = models.TextField(editable=False)
    # The session in which it was added, and what that session must match.
    session_key = models.CharField(max_length=40, editable=False)
    session_hash = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=7, choices=Trouble, blank=True)

    objects = ScopedManager()
    everywhere = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "member"], name="push_device_once")
        ]
