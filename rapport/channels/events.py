"""What channels publish. What is written on them is published by the inbox, as mail is."""

# Subject: the channel.
CHANNEL_ADDED = "channel.added"
# facts: is_paused, where it was paused or runs again; new_secret; new_hours, of a chat
CHANNEL_CHANGED = "channel.changed"
# Its vendor does not accept the account any more; said once.
CHANNEL_FAILED = "channel.failed"
# Its vendor has messages for us that it did not bring, or says that it cannot; said once until it
# brings something again. facts: found
CHANNEL_UNHEARD = "channel.unheard"
# What was missed was fetched. facts: found
CHANNEL_RECALLED = "channel.recalled"
# Its templates were listed anew, or one's gaps were given what fills them. facts: templates
CHANNEL_TEMPLATES = "channel.templates"
# Subject: the delivery. facts: reason
DELIVERY_QUARANTINED = "delivery.quarantined"
# Subject: the handle. facts: contact (id or None), was
HANDLE_BOUND = "handle.bound"
# Subject: the conversation. facts: message, number, minutes, outcome, is_incoming
CALL_NOTED = "call.noted"
