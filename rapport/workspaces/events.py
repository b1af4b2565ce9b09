"""Verbs published here, with their facts. The bin also tells `<noun>.binned`, `<noun>.restored`."""

WORKSPACE_CHANGED = "workspace.changed"  # fields: names of what was changed
WORKSPACE_MAIL_RELEASED = "workspace.mail_released"
WORKSPACE_CHECKLIST_DISMISSED = "workspace.checklist_dismissed"
WORKSPACE_BIN_EMPTIED = "workspace.bin_emptied"  # how many of each kind
