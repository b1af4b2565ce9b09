"""What was agreed: how soon whom is answered, and solved for, in which hours."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Client, Tier
from rapport.lib.priority import Priority
from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_NAME = 80


class Hours(models.TextChoices):
    """In which hours the minutes count."""

    OURS = "ours", _("Our hours, without our holidays")
    THEIRS = "theirs", _("Our hours, without the client's closed days")
    BOTH = "both", _("Our hours, without our holidays and the client's closed days")
    ALWAYS = "always", _("Day and night")


class PolicyQuerySet(BinnableQuerySet):
    """Questions about policies."""

    def visible_to(self, reader: Reader) -> Self:
        """Never for contacts and guests."""
        rows = self.filter(workspace_id=reader.workspace_id)
        return rows if reader.sees_everything else rows.none()


class Policy(Binnable):
    """Times agreed with some clients or a tier of them, or for a kind of case. The workspace's own
    have none: they are the targets without a policy."""

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    # A kind of case; empty is every kind.
    kind = models.CharField(_("kind"), max_length=10, blank=True)
    # Clients of this tier, where it names no clients; None is every client.
    tier = models.ForeignKey(
        Tier, null=True, on_delete=models.RESTRICT, related_name="+", db_index=False
    )
    hours = models.CharField(_("hours"), max_length=6, choices=Hours, default=Hours.OURS)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(PolicyQuerySet)()

    class Meta:
        verbose_name = _("reply and solution times")

    def __str__(self) -> str:
        return self.name


class PolicyClient(Owned):
    """A client with whom a policy was agreed; a policy without any holds for everybody."""

    policy = models.ForeignKey(
        Policy, on_delete=models.CASCADE, related_name="agreed", db_index=False
    )
    # Else a policy whose last client goes for good would hold for everybody.
    client = models.ForeignKey(Client, on_delete=models.RESTRICT, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "client"], name="policy_once_a_client")
        ]


class Target(Owned):
    """The minutes of a priority: of a policy, or the workspace's own; None is not agreed."""

    policy = models.ForeignKey(
        Policy, null=True, on_delete=models.CASCADE, related_name="targets", db_index=False
    )
    priority = models.PositiveSmallIntegerField(choices=Priority)
    reply_minutes = models.PositiveIntegerField(_("first reply, minutes"), null=True)
    next_minutes = models.PositiveIntegerField(_("next reply, minutes"), null=True)
    every_minutes = models.PositiveIntegerField(_("regular word, minutes"), null=True)
    resolve_minutes = models.PositiveIntegerField(_("resolution, minutes"), null=True)
    # Of complaints: until we say that we have it.
    acknowledge_minutes = models.PositiveIntegerField(_("acknowledgement, minutes"), null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "priority"],
                condition=models.Q(policy=None),
                name="target_a_priority",
            ),
            models.UniqueConstraint(fields=["policy", "priority"], name="target_a_policy"),
        ]
