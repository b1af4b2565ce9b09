"""A status report: facts from one source in two versions, frozen when sent."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.files.models import StoredFile
from rapport.lib.reader import Reader
from rapport.projects.models import Project
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class ReportQuerySet(BinnableQuerySet):
    """Questions about reports."""

    def visible_to(self, reader: Reader) -> Self:
        """A contact sees the reports that were sent to them."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.sees_everything:
            return rows
        rows = rows.filter(project__in=Project.objects.visible_to(reader))
        if reader.is_contact:
            rows = rows.filter(
                binned_at=None, sent_at__isnull=False, recipients__contact=reader.contact_id
            )
        return rows


class StatusReport(Binnable):
    """One report on a project for a period. After sending nothing in it changes."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="reports", db_index=False
    )
    client = models.ForeignKey(Client, on_delete=models.RESTRICT, related_name="+")
    number = models.PositiveIntegerField()
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    summary = models.TextField(_("in a few words"), blank=True)
    next_steps = models.TextField(_("what happens next"), blank=True)
    # One a line; the internal ones never leave the company.
    risks = models.TextField(_("risks the client should know"), blank=True)
    internal_risks = models.TextField(_("risks for us alone"), blank=True)
    internal_remarks = models.TextField(_("internal remarks"), blank=True)
    # Filled when frozen: the facts as they were, each with the records it rests on.
    snapshot = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(ReportQuerySet)()
    everywhere = models.Manager.from_queryset(ReportQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="report_number")]
        indexes = [models.Index(fields=["project", "-until"], name="report_recent")]


class ReportRecipient(Owned):
    """Somebody a report was sent to, in their language and at their level of detail."""

    report = models.ForeignKey(
        StatusReport, on_delete=models.CASCADE, related_name="recipients", db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.RESTRICT, related_name="+")
    pdf = models.ForeignKey(StoredFile, null=True, on_delete=models.RESTRICT, related_name="+")
    language = models.CharField(max_length=8)
    detail = models.PositiveSmallIntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "contact"], name="report_once_a_contact")
        ]
