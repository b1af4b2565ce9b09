"""What decides a task's dates beyond its duration, constraint and links. Most tasks have none."""

from django.db import models

from rapport.accounts.models import Member
from rapport.planning.models.calendar import PlanCalendar
from rapport.projects.models import Project, Task
from rapport.workspaces.models import Owned, ScopedManager


class TaskTiming(Owned):
    """The finer points of one task, as a plan file brought them or a person set them.

    `exact_minutes` and `deadline_at` refine the duration and the deadline that people see, and
    count only while those are what they were; amounts are minutes.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    task = models.OneToOneField(
        Task, on_delete=models.CASCADE, primary_key=True, related_name="timing"
    )
    calendar = models.ForeignKey(
        PlanCalendar, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ignores_people = models.BooleanField(default=False)
    exact_minutes = models.FloatField(null=True)
    deadline_at = models.DateTimeField(null=True)
    delay_minutes = models.FloatField(default=0)
    # Fixed by hand: it stands there whatever its links ask.
    fixed_start = models.DateTimeField(null=True)
    fixed_finish = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    # Work that was interrupted: when it stopped, when it goes on, and how much is left then.
    stopped_at = models.DateTimeField(null=True)
    resumes_at = models.DateTimeField(null=True)
    remaining_minutes = models.FloatField(null=True)
    # [[after so much work, so long a pause], …]
    pauses = models.JSONField(default=list)
    # The least and the most that it takes, beside the duration that is most likely.
    least_minutes = models.FloatField(null=True)
    most_minutes = models.FloatField(null=True)
    # Who did the task when its shares were noted; they count while it is still the same.
    shares_of = models.CharField(max_length=140, blank=True)
    ignores_shares = models.BooleanField(default=False)

    objects = ScopedManager()


class WorkShare(Owned):
    """The work of one person on a task, where it takes its own time or its own calendar."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    timing = models.ForeignKey(
        TaskTiming, on_delete=models.CASCADE, related_name="shares", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=120, blank=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    calendar = models.ForeignKey(
        PlanCalendar, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    duration_minutes = models.FloatField()
    delay_minutes = models.FloatField(default=0)
    remaining_minutes = models.FloatField(null=True)
    resumes_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timing", "position"], name="work_share_place")
        ]
