"""A company we serve."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models.tier import Tier
from rapport.clients.models.tone import Tone
from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class ClientQuerySet(BinnableQuerySet):
    """Questions about clients."""

    def visible_to(self, reader: Reader) -> Self:
        """All for staff; for a guest those of their projects; for a contact their own company."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.client_ids is not None:
            rows = rows.filter(pk__in=reader.client_ids)
        if reader.project_ids is not None:
            rows = rows.filter(project__in=reader.project_ids).distinct()
        return rows


class Client(Binnable):
    """The company. `key` is its short name in references, as in NWM-142."""

    key = models.CharField(_("key"), max_length=8)
    name = models.CharField(_("name"), max_length=200)
    website = models.URLField(_("website"), blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    objectives = models.TextField(_("objectives, in their words"), blank=True)
    notes = models.TextField(_("internal notes"), blank=True)
    tone = models.CharField(_("tone"), max_length=8, choices=Tone, blank=True)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    tier = models.ForeignKey(
        Tier, null=True, blank=True, on_delete=models.RESTRICT, related_name="clients"
    )
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(ClientQuerySet)()
    everywhere = models.Manager.from_queryset(ClientQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="client_key_once")]
        indexes = [models.Index(fields=["workspace", "name"], name="client_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def link(self) -> str:
        """The website where it may be a link: whatever brought it in, it leads to the web."""
        return self.website if self.website.startswith(("https://", "http://")) else ""


class ClientDomain(models.Model):
    """A mail domain that belongs to a client; a sender from it is proposed as their contact."""

    workspace_id = models.BigIntegerField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(_("mail domain"), max_length=253)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "domain"], name="domain_of_one_client")
        ]
