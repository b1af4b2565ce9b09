"""Who may do what with projects and their tasks."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE, HANDS, MANAGERS

SEE_PROJECTS = permission("projects.see", EVERYONE)
MANAGE_PROJECTS = permission("projects.manage", MANAGERS)
WORK_ON_TASKS = permission("tasks.work", HANDS)
