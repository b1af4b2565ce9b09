"""How sure a promised day was when it was promised."""

from django.db import models

from rapport.promises.models import Promise
from rapport.workspaces.models import Owned, ScopedManager


class PromiseOdds(Owned):
    """Percent of the simulated runs that kept a promise of ours on the day it was given.

    A promise that is moved keeps what was known when its present day was given.
    """

    promise = models.OneToOneField(
        Promise, on_delete=models.CASCADE, primary_key=True, related_name="odds"
    )
    percent = models.PositiveSmallIntegerField()
    reckoned_at = models.DateTimeField()

    objects = ScopedManager()
