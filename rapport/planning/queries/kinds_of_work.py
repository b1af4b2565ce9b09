"""What kind of work a task is: the skill that it asks most of."""

from typing import Any

from rapport.resourcing.models import TaskSkill


def kinds_of_work(**of_tasks: Any) -> dict[int, str]:
    """The kind of each task that asks for any skill, by task, in one query; `of_tasks` narrows
    them. Of two skills asked for alike it is the older one."""
    rows = TaskSkill.objects.filter(skill__binned_at=None, **of_tasks)
    asked = rows.order_by("level", "-skill").values_list("task_id", "skill_id")
    return {task: str(skill) for task, skill in asked}
