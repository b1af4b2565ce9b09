"""What channels publish. What is written on them is published by the inbox, as mail is."""

# Subject: the channel.
CHANNEL_ADDED = "channel.added"
# facts: is_paused, where it was paused or runs again; new_secret; new_hours, of a chat
CHANNEL_CHANGED = "channel.changed"
# Its vendor does not accept the account any more; said once.
CHANNEL_FAILED = "channel.failed"
# Subject: the delivery. facts: reason
DELIVERY_QUARANTINED = "delivery.quarantined"
# Subject: the handle. facts: contact (id or None), was
HANDLE_BOUND = "handle.bound"
# Subject: the conversation. facts: message, number, minutes, outcome, is_incoming
CALL_NOTED = "call.noted"
