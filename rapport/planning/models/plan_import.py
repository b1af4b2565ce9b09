"""A plan file brought in: first a dry run, then the real one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.files.models import StoredFile
from rapport.projects.models import Project
from rapport.workspaces.models import Owned, ScopedManager


class PlanImport(Owned):
    """What a file will bring (or brought), what it did not, and how people were matched."""

    class State(models.TextChoices):
        """Where the import is."""

        READING = "reading", _("Being read")
        READ = "read", _("Read, nothing changed yet")
        WORKING = "working", _("Being taken over")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.RESTRICT, related_name="+")
    source = models.CharField(max_length=20, blank=True)
    # A plan goes into a project that is there, or makes one for a client.
    project = models.ForeignKey(Project, null=True, on_delete=models.SET_NULL, related_name="+")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    # Name, key and start of the new project, and what was before the take-over.
    wishes = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.READ)
    mapping = models.JSONField(default=dict)
    people = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    refusals = models.JSONField(default=list)
    error = models.TextField(blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="plan_import_number")
        ]
