"""Who can do what, and what tasks ask for: a fixed number of queries, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from rapport.lib.reader import Reader
from rapport.projects.models import Project, Task
from rapport.resourcing.models import Level, MemberSkill, Skill, TaskSkill


@dataclass(frozen=True, slots=True)
class Ability:
    """A skill by its name at a level: what somebody has, or what a task asks for at the least."""

    skill: int
    number: int
    name: str
    level: int

    @property
    def how_well(self) -> str:
        """The level as a word."""
        return str(Level(self.level).label)

    def is_met_by(self, levels: Mapping[int, int]) -> bool:
        """Whether somebody with these levels can do it as well."""
        return levels.get(self.skill, 0) >= self.level


_ABILITY = ("skill_id", "skill__number", "skill__name", "level")


def counted(reader: Reader) -> "QuerySet[Skill]":
    """The list by name, with how many people have each and how many open tasks ask for it."""
    active = Q(people__member__deactivated_at=None, people__member__user__is_active=True)
    wanted = Q(tasks__task__binned_at=None) & ~Q(tasks__task__state=Task.State.DONE)
    rows: QuerySet[Skill] = Skill.objects.visible_to(reader).live()
    return rows.annotate(
        has=Count("people", filter=active, distinct=True),
        asks=Count("tasks", filter=wanted, distinct=True),
    ).order_by("name", "pk")


def asked_of(task: Task) -> list[Ability]:
    """What a task asks for, by name."""
    return asked_of_all([task.pk]).get(task.pk, [])


def asked_of_all(tasks: Collection[int]) -> dict[int, list[Ability]]:
    """What each of these tasks asks for, by name."""
    return _by_task(TaskSkill.objects.filter(task__in=tasks))


def asked_of_project(project: Project) -> dict[int, list[Ability]]:
    """What each task of a project asks for, by name."""
    return _by_task(TaskSkill.objects.filter(task__project=project))


def _by_task(asked: "QuerySet[TaskSkill]") -> dict[int, list[Ability]]:
    rows = asked.filter(skill__binned_at=None)
    found: dict[int, list[Ability]] = defaultdict(list)
    for task, *values in rows.order_by("skill__name").values_list("task_id", *_ABILITY):
        found[task].append(Ability(*values))
    return found


def abilities(members: Collection[int]) -> dict[int, list[Ability]]:
    """What each of these people can do, the best first."""
    rows = MemberSkill.objects.filter(member__in=members, skill__binned_at=None)
    found: dict[int, list[Ability]] = defaultdict(list)
    for member, *values in rows.order_by("-level", "skill__name").values_list(
        "member_id", *_ABILITY
    ):
        found[member].append(Ability(*values))
    return found


def levels(skills: Collection[int]) -> dict[int, dict[int, int]]:
    """By person, their level in each of these skills."""
    rows = MemberSkill.objects.filter(skill__in=skills, skill__binned_at=None)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for member, skill, level in rows.values_list("member_id", "skill_id", "level"):
        found[member][skill] = level
    return found


def able(people: Sequence[int]) -> dict[int, frozenset[int]]:
    """By each open task that asks for skills, which of these people have them all."""
    wanted: dict[int, list[Ability]] = defaultdict(list)
    rows = TaskSkill.objects.filter(skill__binned_at=None, task__in=Task.objects.open())
    for task, *values in rows.order_by("task").values_list("task_id", *_ABILITY):
        wanted[task].append(Ability(*values))
    known = levels({one.skill for asked in wanted.values() for one in asked})
    return {
        task: frozenset(
            who for who in people if all(one.is_met_by(known.get(who, {})) for one in asked)
        )
        for task, asked in wanted.items()
    }


def with_skill(skill: Skill) -> frozenset[int]:
    """Who can do something, however well."""
    return frozenset(MemberSkill.objects.filter(skill=skill).values_list("member_id", flat=True))
