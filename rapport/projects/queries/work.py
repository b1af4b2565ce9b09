"""Which tasks are work that somebody does."""

from rapport.projects.models import Task


def has_parts(task: Task) -> bool:
    """Whether it is a summary: work is done on its parts."""
    return Task.objects.live().filter(parent=task).exists()


def is_work(task: Task) -> bool:
    """Whether somebody does the task itself: it is neither a milestone nor a summary."""
    return not task.is_milestone and not has_parts(task)
