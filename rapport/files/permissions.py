"""What concerns files: anyone may fetch what they may see; hands may bring files in."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE, HANDS

SEE_FILES = permission("files.see", EVERYONE)
UPLOAD = permission("files.upload", HANDS)
