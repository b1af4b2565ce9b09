"""What concerns time."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE, HANDS, MANAGERS

SEE_TIME = permission("timesheets.see", EVERYONE)
LOG_TIME = permission("timesheets.log", HANDS)
SEE_WEEKS = permission("timesheets.see_weeks", MANAGERS)  # of other people
