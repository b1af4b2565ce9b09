"""Verbs published here, each with the case as its subject unless said otherwise."""

OPENED = "case.opened"  # number, kind, priority, conversation, turn
CHANGED = "case.changed"  # number, kind, priority, was_kind, was_priority
GATHERED = "case.gathered"  # number, problem (id or null), problem_number, was (id or null)
REPLIED = "case.replied"  # number, minutes (business, without pauses)
ACKNOWLEDGED = "case.acknowledged"  # number, minutes (business) or taken_back; by hand
COMPLAINT_SAID = "case.complaint_said"  # number, severity, was_severity, apology_by (member id)
CLOSED = "case.closed"  # number, kind, minutes, conversation, history
REOPENED = "case.reopened"  # number, conversation
# number, target (acknowledge, reply, resolve), share (per cent), due, whom (see `Who`)
TARGET_NEAR = "case.target_near"
TARGET_MISSED = "case.target_missed"  # the same facts
BREACH_EXPLAINED = "case.breach_explained"  # number, breach (id), target
LADDER_SET = "ladder.set"  # subject: the workspace; {share: [who]}
TARGETS_SET = "targets.set"  # subject: the workspace; {priority: minutes, see `told`}
# Subject: the policy. clients (ids), tier (id or null), kind, hours, aims as above
POLICY_MADE = "policy.made"
POLICY_CHANGED = "policy.changed"
