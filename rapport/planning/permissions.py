"""Who may bring plans in. Seeing and changing a plan is seeing and working on its tasks."""

from rapport.lib.permissions import permission
from rapport.lib.roles import MANAGERS

IMPORT_PLANS = permission("plan.import", MANAGERS)
