"""Whose remote pictures somebody wants to see."""

from django.db import models

from rapport.accounts.models import Member
from rapport.workspaces.models import Owned, ScopedManager


class PictureTrust(Owned):
    """One member shows the pictures of one sender always; nobody else is bound by it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    email = models.EmailField(max_length=320)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "email"], name="picture_trust_once")
        ]
