"""What concerns deliverables."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE, WORKERS

SEE_DELIVERABLES = permission("deliverables.see", EVERYONE)
HAND_OVER = permission("deliverables.hand_over", WORKERS)
