"""Verbs published here, each with the workspace as its subject."""

HOURS_CHANGED = "workspace.hours_changed"  # minutes: of the whole week
HOLIDAYS_CHANGED = "workspace.holidays_changed"  # added, removed: days
