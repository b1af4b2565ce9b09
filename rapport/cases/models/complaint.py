"""What a complaint has beside a case: how bad it is, and how it is made good."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.cases.models.case import Case
from rapport.workspaces.models import Owned, ScopedManager


class Severity(models.IntegerChoices):
    """How much it hurts the client; 1 is the worst."""

    CRITICAL = 1, _("Critical: we may lose them")
    SERIOUS = 2, _("Serious: it cost them time or money")
    MINOR = 3, _("Minor: it annoyed them")


class Complaint(Owned):
    """The complaint's own side of a case; it stays when the case becomes something else."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="complaint")
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=Severity, default=Severity.SERIOUS
    )
    # Whoever says that we are sorry.
    apology_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    redress = models.TextField(_("how we make it good"), blank=True)
    acknowledged_by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ScopedManager()

    def __str__(self) -> str:
        return str(Severity(self.severity).label)
