"""Who may let plans of all projects be moved: who may move the tasks of each."""

from rapport.lib.permissions import permission
from rapport.lib.roles import MANAGERS

LEVEL = permission("portfolio.level", MANAGERS)
