"""A target that was missed, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.cases.models.case import Case, Reply
from rapport.workspaces.models import Owned, ScopedManager


class Breach(Owned):
    """Due then, and not done. A person says why; it stays when the case is over."""

    class Target(models.TextChoices):
        """What was missed."""

        ACKNOWLEDGE = "acknowledge", _("acknowledgement")
        FIRST = Reply.FIRST.value, _("first reply")
        NEXT = Reply.NEXT.value, _("next reply")
        EVERY = Reply.EVERY.value, _("regular word")
        RESOLVE = "resolve", _("solution")

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="breaches", db_index=False
    )
    target = models.CharField(max_length=11, choices=Target)
    due = models.DateTimeField()
    missed_at = models.DateTimeField()
    reason = models.CharField(_("why"), max_length=500, blank=True)
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "target", "due"], name="breach_once")
        ]
        indexes = [
            models.Index(
                fields=["workspace", "case"],
                condition=models.Q(reason=""),
                name="breach_unexplained",
            )
        ]
