"""Who sees and who writes reports."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE, WORKERS

SEE_REPORTS = permission("reports.see", EVERYONE)
WRITE_REPORTS = permission("reports.write", WORKERS)
