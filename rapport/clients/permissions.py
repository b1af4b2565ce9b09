"""What concerns clients and their people."""

from rapport.lib.permissions import permission
from rapport.lib.roles import ADMINS, EVERYONE, MANAGERS, WORKERS

SEE_CLIENTS = permission("clients.see", EVERYONE)
CHANGE_CLIENTS = permission("clients.change", WORKERS)
SET_TIERS = permission("clients.tiers", ADMINS)
BIN_CLIENTS = permission("clients.bin", MANAGERS)
INVITE_CONTACTS = permission("contacts.invite", WORKERS)
ERASE_CONTACTS = permission("contacts.erase", ADMINS)
