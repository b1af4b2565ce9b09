"""What concerns promises."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE, WORKERS

SEE_PROMISES = permission("promises.see", EVERYONE)
MAKE_PROMISES = permission("promises.make", WORKERS)
