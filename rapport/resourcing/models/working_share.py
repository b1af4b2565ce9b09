"""How much of the workspace's week a person works, and as what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.workspaces.models import Owned, ScopedManager

LONGEST_ROLE = 80


class WorkingShare(Owned):
    """What of a member's week differs from the workspace's; most members have none.

    `weekdays` are ISO (Monday is 1), none of them means all that the workspace works.
    `weekly_minutes` shortens each of those days alike; null is all that they hold.
    """

    member = models.OneToOneField(
        Member, on_delete=models.CASCADE, primary_key=True, related_name="share"
    )
    role = models.CharField(_("role"), max_length=LONGEST_ROLE, blank=True)
    weekdays = models.JSONField(default=list)
    weekly_minutes = models.PositiveIntegerField(null=True)

    objects = ScopedManager()
