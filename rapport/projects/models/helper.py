"""Who works on a task beside the one responsible for it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from rapport.accounts.models import Member
from rapport.projects.models.task import Task
from rapport.workspaces.models import Owned, ScopedManager

LONGEST_NAME = 120


class HelperQuerySet(models.QuerySet[Any]):
    """Questions about helpers."""

    def counting(self) -> Self:
        """Those who work on a task now: not taken off, and not responsible for it by now."""
        return self.filter(percent__gt=0).exclude(member=models.F("task__assignee"))


class Helper(Owned):
    """Somebody who gives a task a share of their time while it lasts: of the whole of its duration,
    also where their own part of it is shorter.

    The one responsible has no such row: theirs is the rest of the work. Who is taken off stays as
    a row of no percent, by which an act can be undone; so does who becomes responsible, whose share
    is part of the rest then.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="helpers")
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    # Of somebody who is no member: as the file calls them that they came with.
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    # Of their time; more than a hundred is more than one person of that name.
    percent = models.PositiveSmallIntegerField()

    objects = ScopedManager.from_queryset(HelperQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "member"], condition=~Q(member=None), name="helper_once"
            ),
            models.UniqueConstraint(
                fields=["task", "name"], condition=Q(member=None), name="helper_by_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.member.name if self.member else self.name
