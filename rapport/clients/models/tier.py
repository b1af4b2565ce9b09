"""What a client is to us: gold, silver, or whatever the workspace calls it."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rapport.workspaces.models import Owned, ScopedManager

LONGEST_NAME = 40
MOST = 20


class Tier(Owned):
    """A name and its place, the highest first. It decides nothing by itself: agreed times and
    figures may name it."""

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    place = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager()
    everywhere = models.Manager["Tier"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="tier_once_a_workspace")
        ]

    def __str__(self) -> str:
        return self.name
