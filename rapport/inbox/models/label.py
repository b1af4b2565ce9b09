"""Labels: words that we put on conversations, and clients never see."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_LABEL = 40


class LabelQuerySet(BinnableQuerySet):
    """Questions about labels."""

    def visible_to(self, reader: Reader) -> Self:
        """Staff: all. A guest: those on what they see. A contact: none."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.project_ids is None:
            return rows
        theirs = Labelling.objects.filter(
            label=OuterRef("pk"), conversation__project__in=reader.project_ids
        )
        return rows.filter(Exists(theirs))


class Label(Binnable):
    """One word of the workspace. `key` is its name as it is compared: case tells none apart."""

    class Colour(models.TextChoices):
        """One of a few that can be read in light and dark."""

        GREY = "grey", _("Grey")
        TEAL = "teal", _("Teal")
        BLUE = "blue", _("Blue")
        VIOLET = "violet", _("Violet")
        PINK = "pink", _("Pink")
        RED = "red", _("Red")
        AMBER = "amber", _("Amber")
        GREEN = "green", _("Green")

    name = models.CharField(_("name"), max_length=LONGEST_LABEL)
    key = models.CharField(max_length=LONGEST_LABEL * 3, editable=False)
    colour = models.CharField(_("colour"), max_length=8, choices=Colour, default=Colour.GREY)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(LabelQuerySet)()

    class Meta:
        verbose_name = _("label")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"], condition=Q(binned_at=None), name="label_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Labelling(Owned):
    """A label on a conversation."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="labellings", db_index=False
    )
    label = models.ForeignKey(
        Label, on_delete=models.CASCADE, related_name="labellings", db_index=False
    )
    # The label that was here before it was merged into this one, so that it can be had back.
    came_from = models.ForeignKey(
        Label, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "label"], name="labelling_once")
        ]
        indexes = [
            models.Index(fields=["label", "conversation"], name="labelling_of"),
            models.Index(
                fields=["came_from"],
                condition=Q(came_from__isnull=False),
                name="labelling_before",
            ),
        ]
