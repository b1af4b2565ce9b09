"""Projects and tasks."""

from rapport.projects.models.column_limit import ColumnLimit
from rapport.projects.models.former_place import FormerPlace
from rapport.projects.models.helper import Helper
from rapport.projects.models.programme import Programme
from rapport.projects.models.project import Project, ProjectMember
from rapport.projects.models.task import Dependency, Task

__all__ = [
    "ColumnLimit",
    "Dependency",
    "FormerPlace",
    "Helper",
    "Programme",
    "Project",
    "ProjectMember",
    "Task",
]
