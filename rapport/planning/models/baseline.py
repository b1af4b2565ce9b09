"""A plan as it stood once: evidence of what was agreed, and the measure of what moved since."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.projects.models import Project
from rapport.projects.models.seen import SeenWithProject
from rapport.workspaces.models import Binnable, Owned, ScopedManager

LONGEST_NAME = 120


class BaselineQuerySet(SeenWithProject):
    """Questions about baselines."""

    def newest_first(self) -> Self:
        """The one taken last comes first."""
        return self.order_by("-number")


class Baseline(Binnable):
    """The dates of a project's plan at one moment. Its name may change, nothing else does.

    `digest` covers every row, who took it, when, and the digest of the project's baseline before
    it; the stream holds each digest, so that nothing of the chain can go unseen.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    # Of one that a plan file brought: its number there, by which it leaves again.
    file_number = models.PositiveSmallIntegerField(null=True)
    taken_at = models.DateTimeField()
    # Nobody where the product itself took it.
    taken_by = models.ForeignKey(
        Member, null=True, on_delete=models.RESTRICT, related_name="+", db_index=False
    )
    tasks = models.PositiveIntegerField()
    finish = models.DateTimeField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = ScopedManager.from_queryset(BaselineQuerySet)()

    class Meta:
        verbose_name = _("baseline")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="baseline_number")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> int:
        """Whom the plan is for, for the stream. Needs the project."""
        return self.project.client_id


class BaselineRow(Owned):
    """One task of a baseline, by its number in the project, which no other task ever gets.

    Moments are UTC to the second, amounts are minutes; of a summary, or of what runs around the
    clock, the duration is the plan's working time from start to finish.
    """

    baseline = models.ForeignKey(
        Baseline, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    task_number = models.PositiveIntegerField()
    start = models.DateTimeField()
    finish = models.DateTimeField()
    duration_minutes = models.PositiveIntegerField()
    work_minutes = models.PositiveIntegerField(null=True)
    percent = models.PositiveSmallIntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["baseline", "task_number"], name="baseline_row_once")
        ]
