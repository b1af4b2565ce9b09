"""Other ways to do a task than the ordinary one, each at its price."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.projects.models import Task
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.seen import SeenByStaff

LONGEST_WAY = 120


class Way(Binnable):
    """How long a task takes and how much work of ours it is if it is done in another way, and what
    that costs on top, in minor units of the workspace's currency.

    While it is taken, `was` is what the task was before: duration, work, and who did it.
    """

    class Kind(models.TextChoices):
        """What is different."""

        CRASH = "crash", _("More people")
        OVERTIME = "overtime", _("Overtime")
        SUBCONTRACT = "subcontract", _("Given to others")

    number = models.PositiveIntegerField()
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    what = models.CharField(max_length=LONGEST_WAY, blank=True)
    duration_minutes = models.PositiveIntegerField()
    work_minutes = models.PositiveIntegerField()
    price = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    was = models.JSONField(null=True)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(SeenByStaff)()

    class Meta:
        verbose_name = _("way")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="way_number"),
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(taken_at__isnull=False), name="way_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return self.what or str(self.get_kind_display())

    @property
    def client_id(self) -> int:
        """Whom the task is done for, for the stream. Needs the task and its project."""
        return self.task.project.client_id

    @property
    def project_id(self) -> int:
        """The project of the task, for the stream. Needs the task."""
        return self.task.project_id

    @property
    def is_ours(self) -> bool:
        """Whether our people do it."""
        return self.kind != self.Kind.SUBCONTRACT
