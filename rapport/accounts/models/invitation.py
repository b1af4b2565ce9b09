"""An invitation to join a workspace as staff."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models.member import STAFF_ROLES, Member
from rapport.lib.roles import Role
from rapport.workspaces.models import Owned, ScopedManager

VALID_FOR = timedelta(days=7)


class Invitation(Owned):
    """A personal link to join. Only its hash is stored; it works once, and can be renewed."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=STAFF_ROLES, default=Role.MEMBER)
    language = models.CharField(_("language"), max_length=8, default="en")
    note = models.TextField(_("personal note"), blank=True)
    project_ids = models.JSONField(default=list, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # A mail server refused the letter for good, and what it said.
    came_back_at = models.DateTimeField(null=True, blank=True)
    came_back_because = models.CharField(max_length=300, blank=True)

    objects = ScopedManager()
    everywhere = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "-sent_at"], name="invitation_recent")]

    def is_open(self, at: datetime) -> bool:
        """Whether the link still works at this moment."""
        fresh = at - self.sent_at < VALID_FOR
        return fresh and self.accepted_at is None and self.withdrawn_at is None
