"""To whom new conversations go by themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.workspaces.models import Owned, ScopedManager


class Rota(Owned):
    """One a workspace. Without one, or while it is off, people give conversations out by hand."""

    class Way(models.TextChoices):
        """How the next one is chosen."""

        OFF = "off", _("By hand")
        TURNS = "turns", _("In turn")
        LOAD = "load", _("To whoever has the fewest open")
        SKILL = "skill", _("To whoever can do it and has the fewest open")

    way = models.CharField(_("how"), max_length=5, choices=Way, default=Way.OFF)
    # Ids of members, in their order.
    members = models.JSONField(default=list)
    last = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_rota")]
