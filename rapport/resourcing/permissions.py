"""Who may see when people work, and who may say so."""

from rapport.lib.permissions import permission
from rapport.lib.roles import MANAGERS, MONEY, STAFF, WORKERS

SEE_RESOURCING = permission("resourcing.see", STAFF)
# One's own absences; those of others take the permission below.
NOTE_ABSENCES = permission("resourcing.note_absences", WORKERS | MONEY)
MANAGE_RESOURCING = permission("resourcing.manage", MANAGERS)
