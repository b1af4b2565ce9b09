"""What concerns working time."""

from rapport.lib.permissions import permission
from rapport.lib.roles import ADMINS

SET_HOURS = permission("calendars.set_hours", ADMINS)
