"""Questions about the conversations that somebody keeps under a name."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_VIEW_NAME = 60


class SavedViewQuerySet(BinnableQuerySet):
    """Questions about saved views."""

    def visible_to(self, reader: Reader) -> Self:
        """One's own, and what is shared. With which roles is looked at by `is_for`."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        return rows.filter(Q(owner=reader.member_id) | Q(is_shared=True))


class SavedView(Binnable):
    """What it asks is kept as the address of the list says it: pairs of name and value."""

    name = models.CharField(_("name"), max_length=LONGEST_VIEW_NAME)
    owner = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    is_shared = models.BooleanField(_("shared"), default=False)
    # Of whom it is shared with; none named is everybody.
    roles = models.JSONField(default=list)
    asks: Any = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(SavedViewQuerySet)()

    class Meta:
        verbose_name = _("view")
        indexes = [models.Index(fields=["workspace", "position", "id"], name="view_order")]

    def __str__(self) -> str:
        return self.name

    def is_for(self, reader: Reader) -> bool:
        """Whether it is theirs, or shared with their role."""
        if self.owner_id is not None and self.owner_id == reader.member_id:
            return True
        return self.is_shared and (not self.roles or reader.role in self.roles)


class FirstView(Owned):
    """The view that somebody's inbox opens with."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    objects = ScopedManager()
