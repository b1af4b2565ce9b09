"""What concerns feedback."""

from rapport.lib.permissions import permission
from rapport.lib.roles import STAFF

SEE_FEEDBACK = permission("feedback.see", STAFF)
