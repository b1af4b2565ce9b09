"""A person at a client."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.clients.models.client import Client
from rapport.clients.models.tone import Tone
from rapport.lib.reader import Detail, Reader
from rapport.lib.roles import Role
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class ContactQuerySet(BinnableQuerySet):
    """Questions about contacts."""

    def visible_to(self, reader: Reader) -> Self:
        """All for staff; a contact sees the people of their own company."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.client_ids is not None:
            rows = rows.filter(client__in=reader.client_ids)
        if reader.project_ids is not None:
            rows = rows.filter(client__project__in=reader.project_ids).distinct()
        return rows

    def known(self) -> Self:
        """Live contacts who were not erased."""
        return self.live().filter(erased_at=None)

    def with_address(self, email: str) -> Self:
        """Live contacts with this address (compared in lower case)."""
        return self.live().filter(email=email.strip().lower())


class Contact(Binnable):
    """A person at a client, and how they like to be spoken to; acts as `contact`."""

    DETAIL = [
        (Detail.HEADLINE, _("The headline")),
        (Detail.MILESTONES, _("Milestones")),
        (Detail.TASKS, _("Tasks")),
        (Detail.EVERYTHING, _("Everything")),
    ]

    client = models.ForeignKey(Client, on_delete=models.RESTRICT, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    # Empty: as their company is spoken to.
    tone = models.CharField(_("tone"), max_length=8, choices=Tone, blank=True)
    detail = models.PositiveSmallIntegerField(
        _("level of detail"), choices=DETAIL, default=Detail.MILESTONES
    )
    # Sees every conversation of their company rather than only their own.
    sees_company = models.BooleanField(_("sees the whole company's conversations"), default=False)
    # Decides in the portal who of their company sees all of its conversations.
    decides_for_company = models.BooleanField(
        _("decides who at the company sees what"), default=False
    )
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # Changing it ends every portal session of this person.
    session_epoch = models.PositiveIntegerField(default=1)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(ContactQuerySet)()
    everywhere = models.Manager.from_queryset(ContactQuerySet)()

    actor_kind = "contact"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=models.Q(binned_at=None, erased_at=None),
                name="contact_address_once",
            )
        ]
        indexes = [models.Index(fields=["workspace", "email"], name="contact_by_address")]

    def __str__(self) -> str:
        return self.name or gettext("Somebody who was erased")

    @property
    def reader(self) -> Reader:
        """What this person may see, at the level of detail they chose."""
        return Reader(
            workspace_id=self.workspace_id,
            role=Role.CONTACT,
            contact_id=self.pk,
            client_ids=frozenset({self.client_id}),
            detail=Detail(self.detail),
        )
