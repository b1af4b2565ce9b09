"""Tasks and the links between them: what people decided. Computed dates live in `planning`."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.lib.reader import Detail, Reader
from rapport.lib.visibility import Turn, Visibility
from rapport.projects.durations import Lag
from rapport.projects.models.project import Project
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class TaskQuerySet(BinnableQuerySet):
    """Questions about tasks."""

    def visible_to(self, reader: Reader) -> Self:
        """A contact sees shown tasks of shown projects, as deep as they chose."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.sees_everything:
            return rows
        rows = rows.filter(project__in=Project.objects.visible_to(reader))
        if not reader.is_contact:
            return rows
        rows = rows.filter(visibility=Visibility.CLIENT, binned_at=None)
        if reader.detail >= Detail.TASKS:
            return rows
        if reader.detail == Detail.MILESTONES:
            return rows.filter(is_milestone=True)
        return rows.none()

    def open(self) -> Self:
        """Live tasks that are not done."""
        return self.live().exclude(state=Task.State.DONE)

    def leaves(self) -> Self:
        """Live tasks that have no live task under them: where work is done."""
        below = Task.objects.live().filter(parent=models.OuterRef("pk"))
        return self.live().filter(~models.Exists(below))


class Task(Binnable):
    """A task, milestone or summary (one that has children) of a project."""

    class State(models.TextChoices):
        """The board's columns."""

        TODO = "todo", _("To do")
        DOING = "doing", _("Doing")
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")

    class Constraint(models.TextChoices):
        """The eight constraints of Microsoft Project."""

        ASAP = "ASAP", _("As soon as possible")
        ALAP = "ALAP", _("As late as possible")
        SNET = "SNET", _("Start no earlier than")
        SNLT = "SNLT", _("Start no later than")
        FNET = "FNET", _("Finish no earlier than")
        FNLT = "FNLT", _("Finish no later than")
        MSO = "MSO", _("Must start on")
        MFO = "MFO", _("Must finish on")

    class Keeps(models.TextChoices):
        """What stays when duration, work or the share of time changes: the type of a task."""

        UNITS = "units", _("the share of time")
        WORK = "work", _("the work")
        DURATION = "duration", _("the duration")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="tasks", db_index=False
    )
    number = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    # The place in the outline of the plan, and the one in its column of the board.
    position = models.PositiveIntegerField(default=0)
    board_position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.TODO)
    is_milestone = models.BooleanField(_("milestone"), default=False)
    visibility = models.CharField(
        _("who sees it"), max_length=8, choices=Visibility, default=Visibility.CLIENT
    )
    turn = models.CharField(_("whose turn"), max_length=8, choices=Turn, default=Turn.US)
    turn_since = models.DateTimeField(null=True, blank=True)
    assignee = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A name from an imported file that matches no member.
    assignee_name = models.CharField(max_length=120, blank=True)
    duration_minutes = models.PositiveIntegerField(_("duration, minutes"), default=480)
    # The duration runs around the clock instead of in working time (Microsoft Project's 3ed).
    is_elapsed = models.BooleanField(_("around the clock"), default=False)
    work_minutes = models.PositiveIntegerField(_("work, minutes"), null=True, blank=True)
    keeps = models.CharField(max_length=8, choices=Keeps, default=Keeps.UNITS)
    spent_before_minutes = models.PositiveIntegerField(default=0)
    percent_complete = models.PositiveSmallIntegerField(_("percent complete"), default=0)
    # How much of it is there to be seen; where it is said, earned value goes by it.
    physical_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    constraint = models.CharField(max_length=4, choices=Constraint, default=Constraint.ASAP)
    # Local times of the workspace, as in the planning engine.
    constraint_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    actual_start = models.DateTimeField(null=True, blank=True)
    actual_finish = models.DateTimeField(null=True, blank=True)
    imported_uid = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(TaskQuerySet)()
    everywhere = models.Manager.from_queryset(TaskQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="task_number_once"),
            models.CheckConstraint(
                condition=models.Q(percent_complete__lte=100), name="task_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(physical_percent__lte=100), name="task_physical_percent"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "position"], name="task_order"),
            models.Index(fields=["workspace", "assignee", "state"], name="task_by_assignee"),
            models.Index(fields=["workspace", "turn", "state"], name="task_by_turn"),
            models.Index(
                fields=["workspace", "-binned_at"],
                condition=models.Q(binned_at__isnull=False),
                name="task_bin",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """As people write it: KTB-12. Needs the project."""
        return f"{self.project.key}-{self.number}"

    @property
    def client_id(self) -> int:
        """Whom it is done for, for the stream. Needs the project."""
        return self.project.client_id


class Dependency(Owned):
    """A link between two tasks of a project, with its lag; a negative lag is a lead."""

    class Kind(models.TextChoices):
        """Which end waits for which."""

        FS = "FS", _("Finish to start")
        SS = "SS", _("Start to start")
        FF = "FF", _("Finish to finish")
        SF = "SF", _("Start to finish")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="dependencies")
    predecessor = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="leads_to", db_index=False
    )
    successor = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="waits_for")
    kind = models.CharField(max_length=2, choices=Kind, default=Kind.FS)
    # Minutes or, instead, hundredths of the predecessor's duration; in working time, or elapsed.
    lag_minutes = models.FloatField(default=0)
    lag_percent = models.FloatField(null=True, blank=True)
    lag_is_elapsed = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="link_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="link_not_to_itself"
            ),
        ]

    @property
    def lag(self) -> Lag:
        """How long the successor waits beyond the link."""
        return Lag(self.lag_minutes, self.lag_percent, self.lag_is_elapsed)
