"""Days on which somebody does not work."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_REASON = 200


class AbsenceQuerySet(BinnableQuerySet):
    """Questions about absences."""

    def visible_to(self, reader: Reader) -> Self:
        """All for staff, a guest's own, none for a contact."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        return rows.filter(member=reader.member_id) if reader.role == Role.GUEST else rows

    def between(self, first: date, last: date) -> Self:
        """Those that touch a day from the first to the last."""
        return self.live().filter(first__lte=last, last__gte=first)


class Absence(Binnable):
    """From one day to another, whole days or so many minutes of each.

    That somebody is away is for all of staff; the kind and the reason are for the person and for
    those who manage, see `resourcing.queries.absences`.
    """

    class Kind(models.TextChoices):
        """Why, in one word."""

        HOLIDAY = "holiday", _("Holiday")
        SICKNESS = "sickness", _("Sickness")
        OTHER = "other", _("Other")

    number = models.PositiveIntegerField()
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="absences", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.HOLIDAY)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    # Away for so long on each of the days; null is all day.
    daily_minutes = models.PositiveSmallIntegerField(null=True)
    # Who takes over meanwhile.
    deputy = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(AbsenceQuerySet)()

    class Meta:
        verbose_name = _("absence")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="absence_number"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="absence_runs_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "last"], name="absence_by_day"),
            models.Index(fields=["member", "last"], name="absence_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"
