"""A new address that somebody is to sign in with, until its mailbox has confirmed it."""

from datetime import datetime, timedelta

from django.db import models

from rapport.accounts.models.user import User

VALID_FOR = timedelta(days=1)


class AddressChange(models.Model):
    """One wish a person; the link in the mail is stored as a hash, and works once, for a day."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()

    def is_open(self, at: datetime) -> bool:
        """Whether the link still works at this moment."""
        return at - self.asked_at < VALID_FOR
