"""Who may hold the hours of everybody against the plan: not a guest, who sees only their own."""

from rapport.lib.permissions import permission
from rapport.lib.roles import STAFF

SEE_EARNED_VALUE = permission("plan.measure", STAFF)
