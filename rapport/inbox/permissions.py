"""What people may do with conversations and mailboxes."""

from rapport.lib.permissions import permission
from rapport.lib.roles import ADMINS, EVERYONE, HANDS, MANAGERS, WORKERS

SEE_INBOX = permission("inbox.see", EVERYONE)
# A guest may note and hand over inside their own projects, but does not speak for the company.
NOTE = permission("inbox.note", HANDS)
REPLY = permission("inbox.reply", WORKERS)
# Whoever is asked inside may say something there: a colleague, or one of the department.
ANSWER_INSIDE = permission("inbox.answer_inside", EVERYONE)
HANDLE = permission("inbox.handle", WORKERS)
SEE_MAIL_SETTINGS = permission("inbox.see_settings", MANAGERS)
SET_ROTA = permission("inbox.set_rota", MANAGERS)
SET_DEPARTMENTS = permission("inbox.set_departments", MANAGERS)
HANDLE_OUTBOX = permission("inbox.handle_outbox", MANAGERS)
CHANGE_MAILBOXES = permission("inbox.change_mailboxes", ADMINS)
# New words on the fly are for those who handle conversations; to tidy them is for managers.
MAKE_LABELS = permission("inbox.make_labels", WORKERS)
TIDY_LABELS = permission("inbox.tidy_labels", MANAGERS)
DEFINE_FIELDS = permission("inbox.define_fields", ADMINS)
SHARE_VIEWS = permission("inbox.share_views", MANAGERS)
# One's own templates and macros are for those who answer; the team's for managers.
KEEP_TEMPLATES = permission("inbox.keep_templates", WORKERS)
SHARE_TEMPLATES = permission("inbox.share_templates", MANAGERS)
