"""Two conversations that were made one, or one that was made two, while it can be taken back."""

from django.db import models

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.workspaces.models import Owned, ScopedManager


class Reshaping(Owned):
    """What moved, and what both were before: words of theirs do not go into the stream.

    A merge goes from `source` into `target`, which was there; a split makes `target` anew.
    """

    class Kind(models.TextChoices):
        """What was done."""

        MERGE = "merge"
        SPLIT = "split"

    kind = models.CharField(max_length=5, choices=Kind)
    source = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    # Ids by the kind of row.
    moved = models.JSONField(default=dict)
    # Columns of both, before and after: {"source": {name: [was, became]}, "target": …}.
    changed = models.JSONField(default=dict)
    # What other apps changed, as they noted it.
    companions = models.JSONField(default=dict)
    is_undone = models.BooleanField(default=False)

    objects = ScopedManager()
    everywhere = models.Manager()
