"""What concerns cases."""

from rapport.lib.permissions import permission
from rapport.lib.roles import ADMINS, EVERYONE, HANDS

SEE_CASES = permission("cases.see", EVERYONE)
WORK_CASES = permission("cases.work", HANDS)
SET_TARGETS = permission("cases.targets", ADMINS)
