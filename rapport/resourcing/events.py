"""Verbs published here. Why somebody is away is nowhere in the stream."""

# weekdays, weekly_minutes: fields, was, now; the subject is the member.
SHARE_SAID = "member.share_said"
ABSENCE_NOTED = "absence.noted"  # number, member, first, last, minutes, deputy
ABSENCE_CHANGED = "absence.changed"  # fields, was, now
BOOKING_MADE = "booking.made"  # number, member (id or null), first, last, minutes, firm (bool)
BOOKING_CHANGED = "booking.changed"  # fields, was, now; of words only that they changed
SKILL_ADDED = "skill.added"  # number
SKILL_RENAMED = "skill.renamed"  # nothing: words do not go into the stream
# was, now: {skill id: level}; the subject is the member, or the task.
MEMBER_SKILLS_SAID = "member.skills_said"
TASK_SKILLS_ASKED = "task.skills_asked"
# What conversations ask for, or no more; the subject is the skill. level, mailbox, label (ids or
# null), channel, language (codes or "").
CONVERSATION_SKILL_SET = "skill.wanted"
CONVERSATION_SKILL_UNSET = "skill.unwanted"
