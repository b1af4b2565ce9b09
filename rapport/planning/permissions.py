"""Who may bring plans in, and who sees what they cost. Seeing and changing a plan is seeing and
working on its tasks."""

from rapport.lib.permissions import permission
from rapport.lib.roles import MANAGERS, MONEY, STAFF, WORKERS

IMPORT_PLANS = permission("plan.import", MANAGERS)
SEE_COSTS = permission("plan.see_costs", MONEY)
SET_COSTS = permission("plan.set_costs", MONEY)
SEE_RISKS = permission("plan.see_risks", STAFF)
NOTE_RISKS = permission("plan.note_risks", WORKERS)
