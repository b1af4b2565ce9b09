"""Verbs published here, each with the case as its subject unless said otherwise."""

OPENED = "case.opened"  # number, kind, priority, conversation, turn
CHANGED = "case.changed"  # number, kind, priority, was_kind, was_priority
REPLIED = "case.replied"  # number, minutes (business, without pauses)
CLOSED = "case.closed"  # number, kind, minutes, conversation, history
REOPENED = "case.reopened"  # number, conversation
TARGET_NEAR = "case.target_near"  # number, target (reply, resolve), share (per cent), due
TARGET_MISSED = "case.target_missed"  # number, target, share, due
TARGETS_SET = "targets.set"  # subject: the workspace; {priority: [reply, resolve, next, every]}
# Subject: the policy. clients (ids), kind, hours, aims as above
POLICY_MADE = "policy.made"
POLICY_CHANGED = "policy.changed"
