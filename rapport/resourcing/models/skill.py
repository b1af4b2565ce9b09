"""What people can do: the workspace's list, how well each person does it, what tasks ask for."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.accounts.models import Member
from rapport.projects.models import Task
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.seen import SeenByStaff

LONGEST_SKILL = 80


class Level(models.IntegerChoices):
    """How well somebody does it, or must."""

    BASICS = 1, pgettext_lazy("how well", "basics")
    GOOD = 2, pgettext_lazy("how well", "good")
    EXPERT = 3, pgettext_lazy("how well", "expert")


class Skill(Binnable):
    """A skill of the workspace's list. In the bin, nobody has it and nothing asks for it."""

    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=LONGEST_SKILL)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(SeenByStaff)()

    class Meta:
        verbose_name = _("skill")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="skill_number"),
            models.UniqueConstraint(
                "workspace", Lower("name"), condition=models.Q(binned_at=None), name="skill_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberSkill(Owned):
    """How well a person does something."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="skills", db_index=False
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="people")
    level = models.PositiveSmallIntegerField(choices=Level)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "skill"], name="member_skill_once")
        ]


class TaskSkill(Owned):
    """How well whoever does a task must be able to do something."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+", db_index=False)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="tasks")
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.GOOD)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "skill"], name="task_skill_once")]
