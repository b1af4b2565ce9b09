"""Several acts under one name, and what running them changed while it can be taken back."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.inbox.models.template import KeptForWriting, KeptForWritingQuerySet
from rapport.lib.reader import Reader
from rapport.workspaces.models import Owned, ScopedManager

MOST_STEPS = 12


class Macro(KeptForWriting):
    """The steps in their order: [{"act": "assign", "value": "12"}, …]."""

    steps = models.JSONField(default=list)

    objects = ScopedManager.from_queryset(KeptForWritingQuerySet)()

    class Meta:
        verbose_name = _("macro")
        indexes = [
            models.Index(
                fields=["workspace", "folder", "name", "id"],
                condition=Q(binned_at=None),
                name="macro_order",
            ),
            models.Index(
                fields=["workspace", "-used", "id"],
                condition=Q(binned_at=None),
                name="macro_used",
            ),
        ]


class MacroRunQuerySet(models.QuerySet["MacroRun"]):
    """Questions about runs."""

    def visible_to(self, reader: Reader) -> Self:
        """Those on conversations that the reader may see; never for contacts."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.project_ids is None:
            return rows
        return rows.filter(conversation__in=Conversation.objects.visible_to(reader))


class MacroRun(Owned):
    """One run on one conversation: for each step what was there before, in their order."""

    macro = models.ForeignKey(
        Macro, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    # [[act, what its undoing needs], …]: ids and numbers, no words.
    done = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(MacroRunQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-id"], name="macro_runs"),
            models.Index(fields=["by", "-id"], name="macro_runs_of"),
            models.Index(fields=["macro", "-id"], name="macro_runs_by_macro"),
        ]
