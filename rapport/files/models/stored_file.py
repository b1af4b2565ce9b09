"""A file on disk, named by its hash, with the label people gave it."""

import secrets

from django.db import models

from rapport.accounts.models import Member
from rapport.workspaces.models import Owned, ScopedManager


def _token() -> str:
    return secrets.token_urlsafe(24)


class StoredFile(Owned):
    """Bytes kept for a workspace. `token` is what URLs use: random, and checked again on fetch."""

    token = models.CharField(max_length=40, unique=True, default=_token, editable=False)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    # The contact who brought it in through the portal; clients stand above files.
    uploaded_by_contact = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "sha256"], name="file_hash")]
