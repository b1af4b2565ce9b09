"""Verbs published here, each with the report as its subject."""

BEGUN = "report.begun"  # number
CHANGED = "report.changed"  # number
SENT = "report.sent"  # number, contacts (ids), hash
