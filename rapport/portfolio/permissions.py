"""Who may let plans of all projects be moved, and tasks be done in ways that cost more: who may
move the tasks of each."""

from rapport.lib.permissions import permission
from rapport.lib.roles import MANAGERS

LEVEL = permission("portfolio.level", MANAGERS)
CHOOSE_WAYS = permission("portfolio.choose_ways", MANAGERS)
