"""Verbs published here, each with the promise as its subject."""

MADE = "promise.made"  # number, side, due_on
KEPT = "promise.kept"  # number, due_on, late (bool)
BROKEN = "promise.broken"  # number, due_on
WITHDRAWN = "promise.withdrawn"  # number, due_on
REOPENED = "promise.reopened"  # number, was (state)
MOVED = "promise.moved"  # number, from, to, consent (contact id or null)
DUE_NEAR = "promise.due_near"  # number, due_on; by the system, the working day before
WILL_SLIP = "promise.will_slip"  # number, due_on, expected; by the system, once a crossing
TIED = "promise.tied"  # number, task (id or null)
