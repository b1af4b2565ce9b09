"""Proposals to move tasks, worked out once over all running projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.portfolio.models.way import Way
from rapport.projects.models import Task
from rapport.resourcing.models import Booking
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.seen import SeenByStaff


class Levelling(Binnable):
    """One look at all running projects. Its moves hold while plans and hours are as they were.

    `revisions` are those of the plans by project id, `hours` is a digest of who does what and who
    works when. `ends` is the last day of all work with the moves, `bound` the first that is
    possible, `shortest` the last day of the shortest order found.
    """

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", _("Being worked out")
        DONE = "done", _("Worked out")
        FAILED = "failed", _("No answer found")

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    revisions = models.JSONField(default=dict)
    hours = models.CharField(max_length=64, blank=True)
    follow = models.PositiveIntegerField(default=0)
    # [promise id, day before, day after]
    touches = models.JSONField(default=list)
    ends = models.DateField(null=True)
    bound = models.DateField(null=True)
    shortest = models.DateField(null=True)

    objects = ScopedManager.from_queryset(SeenByStaff)()

    class Meta:
        verbose_name = _("proposals")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="levelling_number")
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"


class Move(Owned):
    """A task to begin no earlier than a moment, to be given to somebody else, or to be done in
    another way, with why and what it does by itself.

    Given away, `otherwise` is when it would begin in the hands of whom it is taken from. Done in
    another way, `days` are those by which less is late.
    """

    class Why(models.TextChoices):
        """What it would have to wait for."""

        BUSY = "busy", _("the person is busy")
        WAITS = "waits", _("it waits for another task")
        AWAY = "away", _("the person is not there")
        BOOKED = "booked", _("the person is booked elsewhere")
        LATE = "late", _("what is due would be late")

    levelling = models.ForeignKey(
        Levelling, on_delete=models.CASCADE, related_name="moves", db_index=False
    )
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    start = models.DateTimeField()
    finish = models.DateTimeField()
    to_start = models.DateTimeField()
    to_finish = models.DateTimeField()
    why = models.CharField(max_length=6, choices=Why)
    other = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whose time it is about, where it is somebody who helps.
    helper = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    booking = models.ForeignKey(Booking, null=True, on_delete=models.SET_NULL, related_name="+")
    ties = models.BooleanField(default=True)
    give_to = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_from = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    otherwise = models.DateTimeField(null=True)
    way = models.ForeignKey(Way, null=True, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveIntegerField(default=0)
    # [promise id, day before, day after]
    touches = models.JSONField(default=list)
    # While it is accepted: when, and what the task was tied to before.
    accepted_at = models.DateTimeField(null=True)
    was_constraint = models.CharField(max_length=4, blank=True)
    was_constraint_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["levelling", "task"], name="move_once_a_task")
        ]
