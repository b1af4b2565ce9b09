"""What may happen to a project: a risk, what it would delay and what it would cost."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.projects.models import Project, Task
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.seen import SeenByStaff

LONGEST_NAME = 200


class Risk(Binnable):
    """Something that may happen, how likely, and what follows: work added to each of its tasks, in
    minutes, and a cost, in minor units of the workspace's currency.

    Without a likely value there is no delay, or no cost; least and most stand beside it.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    percent = models.PositiveSmallIntegerField()
    delay_least = models.PositiveIntegerField(null=True)
    delay_likely = models.PositiveIntegerField(null=True)
    delay_most = models.PositiveIntegerField(null=True)
    cost_least = models.BigIntegerField(null=True)
    cost_likely = models.BigIntegerField(null=True)
    cost_most = models.BigIntegerField(null=True)
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(SeenByStaff)()

    class Meta:
        verbose_name = _("risk")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="risk_number"),
            models.CheckConstraint(
                condition=models.Q(percent__gte=1, percent__lte=99), name="risk_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> int:
        """Whom the project is for, for the stream. Needs the project."""
        return self.project.client_id


class RiskTask(Owned):
    """A task that a risk would delay. It counts while the task is in the risk's own project."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="touches", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["risk", "task"], name="risk_task_once")]
