"""How a contact gets into the portal: a one-time link or a six-digit code."""

from django.db import models

from rapport.clients.models.contact import Contact
from rapport.workspaces.models import Owned, ScopedManager


class SignInKey(Owned):
    """A one-time key sent to a contact. Only hashes are kept; opening the link changes nothing."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    link_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    next_path = models.CharField(max_length=300, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["contact", "-created_at"], name="sign_in_key_recent")]
