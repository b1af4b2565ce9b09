"""What the inbox publishes. The subject is the conversation unless said otherwise, so that the
event bears its client and project; `message` is a Message id, `number` the conversation's."""

# facts: message, number, contact (id or None), is_new, was_closed, turn_was
MESSAGE_RECEIVED = "message.received"
# Came, but triggers nothing until staff confirms it; `why` is unverified, suspicious or
# automatic. facts: message, number, why
MESSAGE_WITHHELD = "message.withheld"
# Queued behind its undo window. facts: message, number, dispatch
MESSAGE_QUEUED = "message.queued"
# Queued for a moment that its author chose, or moved to another.
# facts: message, number, dispatch, leaves_at
MESSAGE_SCHEDULED = "message.scheduled"
# The client wrote before its moment: it leaves no more by itself. facts: message, number, author
MESSAGE_HELD = "message.held"
# facts: message, number
MESSAGE_UNDONE = "message.undone"
# Left; the turn goes to the client with it. facts: message, number, author (member id),
# turn_was, refused (count of addresses), elsewhere (true: from a mail program of theirs)
MESSAGE_SENT = "message.sent"
# Nobody got it. facts: message, number
MESSAGE_FAILED = "message.failed"
# A delivery report about one of ours. facts: message, number, is_hard
MESSAGE_BOUNCED = "message.bounced"
# An internal note. facts: message, number
NOTE_WRITTEN = "note.written"
# facts: number, member (id or None), was; given out by itself also why: way, skills (ids), unmet,
# instead (a member who is away), back (their first day)
CONVERSATION_ASSIGNED = "conversation.assigned"
# facts: number, turn, was
CONVERSATION_TURN_CHANGED = "conversation.turn_changed"
# These four bear the number alone.
CONVERSATION_CLOSED = "conversation.closed"
CONVERSATION_REOPENED = "conversation.reopened"
CONVERSATION_SET_ASIDE = "conversation.set_aside"
CONVERSATION_TAKEN_BACK = "conversation.taken_back"
# Many at once; subject: who did it. facts: conversations (ids)
CONVERSATIONS_SET_ASIDE = "conversations.set_aside"
# Were proposed for it, and are not. facts: conversations (ids)
CONVERSATIONS_KEPT = "conversations.kept"
# Another client or project. facts: number, client, project, client_was, project_was
CONVERSATION_LINKED = "conversation.linked"
# Two are one now; the subject is the one that stays, `other` the one that went into it. And taken
# back: the subject is the one that is itself again, `other` the one it was in. `act` names the
# Reshaping. facts: number, other, other_number, act
CONVERSATION_MERGED = "conversation.merged"
CONVERSATION_PARTED = "conversation.parted"
# From a message on it is a conversation of its own, `other`; the subject is the one that was there.
# facts: number, other, other_number, act
CONVERSATION_SPLIT = "conversation.split"
# Out of the list for a while. facts: number, until, was (iso, or None)
CONVERSATION_SNOOZED = "conversation.snoozed"
# Back before the client wrote. facts: number, member (who had put it off), why (time, asked)
CONVERSATION_WOKEN = "conversation.woken"
# Somebody hears of it from now on, or no more. facts: number, member
CONVERSATION_FOLLOWED = "conversation.followed"
CONVERSATION_UNFOLLOWED = "conversation.unfollowed"
# Two lead to each other from now on, or no more. facts: number, other, other_number
CONVERSATIONS_TIED = "conversation.tied"
CONVERSATIONS_UNTIED = "conversation.untied"
# A task and it lead to each other from now on, or no more. facts: number, task
CONVERSATION_TASK_TIED = "conversation.task_tied"
CONVERSATION_TASK_UNTIED = "conversation.task_untied"
# A task to which it is tied is done; by whoever did it. facts: number, task
CONVERSATION_TASK_DONE = "conversation.task_done"
# Something is talked about on its side, with somebody else, in `side`; no client hears of it.
# facts: number, side, side_number, department (id or None)
SIDE_BEGUN = "side.begun"
# Colleagues were asked there; the subject is the side. facts: number, members
SIDE_ASKED = "side.asked"
# A department was asked; the subject is the side. Asked again it has a new target. facts of all
# these: number, request, department, side, side_number, due (iso), asked_by, owner (member ids or
# None)
REQUEST_ASKED = "request.asked"
REQUEST_ACCEPTED = "request.accepted"
REQUEST_RELEASED = "request.released"
REQUEST_WITHDRAWN = "request.withdrawn"
# Three quarters of its working time are over; and all of it.
REQUEST_NEAR = "request.near"
REQUEST_OVERDUE = "request.overdue"
# What became of it; the subject is the main conversation, whose owner goes on.
REQUEST_ANSWERED = "request.answered"
REQUEST_HANDED_BACK = "request.handed_back"
REQUEST_REFUSED = "request.refused"
# Subject: the department, new or changed, or asked no more. facts: members, answers_within
DEPARTMENT_SET = "department.set"
DEPARTMENT_CLOSED = "department.closed"
# At the client those see it who take part, and nobody else; or others as well. These two bear the
# number alone.
CONVERSATION_CONFIDED = "conversation.confided"
CONVERSATION_OPENED_UP = "conversation.opened_up"
# Somebody was brought in, or taken out, by one of us. facts: number, participant, contact
PARTICIPANT_ADDED = "participant.added"
PARTICIPANT_REMOVED = "participant.removed"
# A machine told the sender of a new one that it has come. facts: number, message
MESSAGE_ACKNOWLEDGED = "message.acknowledged"
# Their mail program says that somebody is away. facts: number, message, back_on
ABSENCE_NOTED = "absence.noted"
# An address did not take our mail. Subject: the note. facts: state, kind, message
ADDRESS_TROUBLED = "address.troubled"
# Subject: the mailbox. Whether and how it acknowledges. facts: is_on, languages
ACKNOWLEDGING_SET = "acknowledging.set"
# Staff vouched for somebody. facts: number, participant, contact
PARTICIPANT_CONFIRMED = "participant.confirmed"
# Subject: the workspace. facts: messages, conversations and one count for each outcome
# An erased contact was taken out of it. {number}
CONVERSATION_SCRUBBED = "conversation.scrubbed"
MAIL_IMPORTED = "mail.imported"
# Subject: the workspace. How new conversations are given out, among which members.
# facts: way, members, was_way, was_members
ROTA_SET = "rota.set"
# Subject: the workspace.
MAIL_HELD = "mail.held"
MAIL_RELEASED = "mail.released"
# Subject: the raw mail. facts: reason
MAIL_QUARANTINED = "mail.quarantined"
# The server did not hand it over however often it was asked. Subject: the stuck mail. facts: uid,
# tries
MAIL_STUCK = "mail.stuck"
# Subject: the mailbox. A person wants it tried again. facts: uid, tries
MAIL_ASKED_FOR = "mail.asked_for"
MAILBOX_ADDED = "mailbox.added"
MAILBOX_CHANGED = "mailbox.changed"
MAILBOX_FAILED = "mailbox.failed"
# The subject is the address. facts: purpose
ALIAS_GIVEN = "alias.given"
ALIAS_ENDED = "alias.ended"
ALIAS_RESUMED = "alias.resumed"
# Whether replies come to it. facts: takes_replies
ALIAS_CHANGED = "alias.changed"
# facts: number, label
CONVERSATION_LABELLED = "conversation.labelled"
CONVERSATION_UNLABELLED = "conversation.unlabelled"
# facts: number, priority, was
CONVERSATION_PRIORITISED = "conversation.prioritised"
# facts: number, field; and `value` where it is a code, never words
CONVERSATION_FIELD_SET = "conversation.field_set"
# The subject is the label.
LABEL_MADE = "label.made"
LABEL_CHANGED = "label.changed"
# The subject is the field.
FIELD_MADE = "customfield.made"
FIELD_CHANGED = "customfield.changed"
# The one that stays is the subject. facts: other, moved
LABELS_MERGED = "label.merged"
# The subject is the view.
VIEW_SAVED = "savedview.saved"
VIEW_CHANGED = "savedview.changed"
VIEWS_ORDERED = "savedview.ordered"
# The subject is the act. facts: field, total; when it is over also done and left
BULK_BEGUN = "bulkact.begun"
BULK_ENDED = "bulkact.ended"
# The subject is the act. facts: member, count
CONVERSATIONS_GIVEN = "bulkact.given"
# The subject is the template, or the macro.
TEMPLATE_MADE = "template.made"
TEMPLATE_CHANGED = "template.changed"
MACRO_MADE = "macro.made"
MACRO_CHANGED = "macro.changed"
# Several acts under one name, and all of them taken back. facts: number, macro, run
MACRO_RUN = "conversation.macro_run"
MACRO_UNDONE = "conversation.macro_undone"
# A note was taken back. facts: message, number
NOTE_WITHDRAWN = "note.withdrawn"
