"""Projects and tasks."""

from rapport.projects.models.project import Project, ProjectMember
from rapport.projects.models.task import Dependency, Task

__all__ = ["Dependency", "Project", "ProjectMember", "Task"]
