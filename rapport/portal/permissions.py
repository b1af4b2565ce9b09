"""What staff may do with the portal: see it as a contact sees it."""

from rapport.lib.permissions import permission
from rapport.lib.roles import STAFF

PREVIEW = permission("portal.preview", STAFF)
