"""What concerns people, the workspace and its settings."""

from rapport.lib.permissions import permission
from rapport.lib.roles import ADMINS, EVERYONE, HANDS, MANAGERS, OWNERS, STAFF

SEE_WORKSPACE = permission("workspace.see", EVERYONE)
SEE_TEAM = permission("team.see", STAFF)
MANAGE_PEOPLE = permission("team.manage", ADMINS)
CHANGE_SETTINGS = permission("settings.change", ADMINS)
SEE_SETTINGS = permission("settings.see", MANAGERS)
OWN_WORKSPACE = permission("workspace.own", OWNERS)
OWN_PROFILE = permission("profile.change", EVERYONE)
# The door of the bin; what comes back takes the permission of its kind.
RESTORE_BINNED = permission("bin.restore", HANDS)
