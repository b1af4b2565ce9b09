"""Verbs published here, each with the deliverable as its subject."""

CREATED = "deliverable.created"  # number
CHANGED = "deliverable.changed"  # number
SUBMITTED = "deliverable.submitted"  # number, version, turn, contact (asked, or null)
WITHDRAWN = "deliverable.withdrawn"  # number, version, turn
APPROVED = "deliverable.approved"  # number, version, turn, sign_off
REFUSED = "deliverable.refused"  # number, version, turn, sign_off
