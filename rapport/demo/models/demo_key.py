"""A one-time sign-in to the demo, printed on the terminal of the machine itself."""

from django.db import models

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.workspaces.models import Owned, ScopedManager


class DemoKey(Owned):
    """Signs in one demo person, once, from this machine only. Only its hash is kept."""

    key_hash = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = ScopedManager()
    everywhere = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member=None) ^ models.Q(contact=None), name="demo_key_of_one"
            )
        ]
