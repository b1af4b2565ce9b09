"""Did it hold? Asked once some days after a case was closed as mended."""

from django.db import models

from rapport.cases.models import Case
from rapport.clients.models import Client, Contact
from rapport.workspaces.models import Owned, ScopedManager


class Holding(Owned):
    """The question about one closing of a case, and the answer; opened and closed again, the case
    may be asked about again."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="holdings", db_index=False
    )
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    closed_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    held = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "closed_at"], name="held_once_a_closing")
        ]
        indexes = [
            models.Index(fields=["contact", "-asked_at"], name="held_contact"),
            models.Index(fields=["workspace", "-asked_at"], name="held_recent"),
        ]
