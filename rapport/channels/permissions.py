"""What people may do with channels."""

from rapport.lib.permissions import permission
from rapport.lib.roles import ADMINS, EVERYONE, MANAGERS, WORKERS

SEE_CHANNEL_SETTINGS = permission("channels.see_settings", MANAGERS)
CHANGE_CHANNELS = permission("channels.change", ADMINS)
HANDLE_DELIVERIES = permission("channels.handle_deliveries", MANAGERS)
SEE_HANDLES = permission("channels.see_handles", EVERYONE)
# Say which person an address on a channel belongs to.
BIND_HANDLES = permission("channels.bind", WORKERS)
LOG_CALLS = permission("channels.log_calls", WORKERS)
