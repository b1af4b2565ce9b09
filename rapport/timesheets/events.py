"""Verbs published here, each with the time entry as its subject.

Moves to the bin and back are published by the bin: timeentry.binned, timeentry.restored.
"""

LOGGED = "timeentry.logged"  # minutes, day, task (id or null), perhaps unbilled, conversation
CHANGED = "timeentry.changed"  # minutes, day, task, perhaps unbilled, was (minutes before)
