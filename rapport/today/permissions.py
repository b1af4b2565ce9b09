"""The check-in page."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE

SEE_TODAY = permission("today.see", EVERYONE)
