"""The secret with which a company's own site says who is signed in there."""

from datetime import datetime
from typing import Self

from django.db import models

from rapport.chat.models.widget import Widget
from rapport.workspaces.models import Owned, ScopedManager


class SiteSecretQuerySet(models.QuerySet["SiteSecret"]):
    """Questions about secrets."""

    def holding(self, at: datetime) -> Self:
        """Those with which a site may sign now: the latest, and for a while the one before."""
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=at))


class SiteSecret(Owned):
    """Of one chat; sealed, shown once when it is made."""

    widget = models.ForeignKey(Widget, on_delete=models.CASCADE, related_name="secrets")
    sealed = models.TextField(editable=False)
    made_at = models.DateTimeField()
    # Another one took its place; until then both hold, so that a site can change over in peace.
    ends_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(SiteSecretQuerySet)()
    everywhere = models.Manager.from_queryset(SiteSecretQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["widget"], condition=models.Q(ends_at=None), name="site_secret_latest"
            )
        ]
