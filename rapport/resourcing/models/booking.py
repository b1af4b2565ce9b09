"""Hours a week of somebody, or of a role nobody fills yet, kept for a project."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.projects.models import Project
from rapport.projects.models.seen import SeenWithProject
from rapport.resourcing.models.working_share import LONGEST_ROLE
from rapport.workspaces.models import Binnable, ScopedManager


class BookingQuerySet(SeenWithProject):
    """Questions about bookings."""

    def between(self, first: date, last: date) -> Self:
        """Those that touch a day from the first to the last, of live projects."""
        rows = self.live().filter(first__lte=last, last__gte=first)
        return rows.filter(project__binned_at=None)


class Booking(Binnable):
    """So many minutes a week on a project, from one day to another.

    Without a member it is a placeholder for somebody of its role. A soft one may still be
    dropped; a hard one counts.
    """

    class Firmness(models.TextChoices):
        """Whether it counts yet."""

        SOFT = "soft", _("Soft")
        HARD = "hard", _("Hard")

    number = models.PositiveIntegerField()
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="bookings", db_index=False
    )
    member = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="bookings"
    )
    role = models.CharField(_("role"), max_length=LONGEST_ROLE, blank=True)
    what = models.CharField(_("what for"), max_length=200, blank=True)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    weekly_minutes = models.PositiveIntegerField(_("minutes a week"))
    firmness = models.CharField(max_length=4, choices=Firmness, default=Firmness.SOFT)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(BookingQuerySet)()

    class Meta:
        verbose_name = _("booking")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="booking_number"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="booking_runs_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "last"], name="booking_by_day"),
            models.Index(fields=["project", "last"], name="booking_of_project"),
        ]

    def __str__(self) -> str:
        return self.what or self.role or f"{self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"

    @property
    def client_id(self) -> int:
        """Whom the work is for, for the stream. Needs the project."""
        return self.project.client_id

    @property
    def is_hard(self) -> bool:
        """Whether it counts."""
        return self.firmness == self.Firmness.HARD
