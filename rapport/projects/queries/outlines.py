"""The outline of a project's plan."""

from rapport.projects.models import Project, Task
from rapport.projects.outline import Outline


def outline_of(project: Project) -> Outline:
    """All tasks of a project, in the bin or not."""
    rows = Task.objects.filter(project=project).order_by("position", "pk")
    return Outline(rows.values_list("pk", "parent_id"))
