"""A user's place in one workspace."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models.user import User
from rapport.lib.roles import RANK, Role
from rapport.workspaces.models import Owned, ScopedManager

STAFF_ROLES = [choice for choice in Role.choices if choice[0] != Role.CONTACT]


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions about members."""

    def active(self) -> Self:
        """Those who may sign in."""
        return self.filter(deactivated_at=None, user__is_active=True)


class Member(Owned):
    """A person in a workspace, with a role; acts in the stream as `member`."""

    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=STAFF_ROLES, default=Role.MEMBER)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    signature = models.TextField(_("mail signature"), blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(MemberQuerySet)()
    everywhere = models.Manager.from_queryset(MemberQuerySet)()

    actor_kind = "member"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="member_once_a_workspace")
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def name(self) -> str:
        """The person's name as others see it."""
        return self.user.name or self.user.email

    @property
    def rank(self) -> int:
        """Higher may change lower; nobody may raise anyone above themselves."""
        return RANK[Role(self.role)]
