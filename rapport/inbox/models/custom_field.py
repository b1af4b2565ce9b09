"""What a workspace wants to know of its conversations beside what every conversation has."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_VALUE = 500


class CustomFieldQuerySet(BinnableQuerySet):
    """Questions about custom fields."""

    def visible_to(self, reader: Reader) -> Self:
        """All of the team; never for contacts."""
        rows = self.filter(workspace_id=reader.workspace_id)
        return rows.none() if reader.is_contact else rows


class CustomField(Binnable):
    """One field, as an admin defines it. What kind it is stays; clients never see it."""

    class Kind(models.TextChoices):
        """What can be entered."""

        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DAY = "day", _("Date")
        CHOICE = "choice", _("One of several")
        YES_NO = "yes_no", _("Yes or no")

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    # [key, words] each; a key stays when its words change.
    choices: Any = models.JSONField(default=list)
    # Nobody closes a conversation by hand before it is filled in.
    is_required = models.BooleanField(_("to be filled in before closing"), default=False)
    only_cases = models.BooleanField(_("only for cases"), default=False)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(CustomFieldQuerySet)()

    class Meta:
        verbose_name = _("field")

    def __str__(self) -> str:
        return self.name


class FieldValue(Owned):
    """What a field says of a conversation, in one spelling; and what it said before, so that
    whoever changed it can take that back. Words do not go into the stream."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="field_values", db_index=False
    )
    field = models.ForeignKey(
        CustomField, on_delete=models.CASCADE, related_name="values", db_index=False
    )
    value = models.CharField(max_length=LONGEST_VALUE, blank=True)
    former = models.CharField(max_length=LONGEST_VALUE, blank=True)
    by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "field"], name="field_value_once")
        ]
        indexes = [models.Index(fields=["field", "value", "conversation"], name="field_value_is")]
