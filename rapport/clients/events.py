"""Verbs published here, with their facts (ids and codes only)."""

CLIENT_CREATED = "client.created"
CLIENT_CHANGED = "client.changed"  # fields: names of what was changed
CLIENT_DOMAIN_ADDED = "client.domain_added"
CLIENT_DOMAIN_REMOVED = "client.domain_removed"
# Subject: the tier. renamed, or moved to a place
TIER_MADE = "tier.made"
TIER_CHANGED = "tier.changed"
TIER_REMOVED = "tier.removed"
CLOSURE_NOTED = "closure.noted"  # first, last
CLOSURES_TAKEN = "client.closures_taken"  # added: days
CONTACT_CREATED = "contact.created"
CONTACT_CHANGED = "contact.changed"  # fields
CONTACT_SIGHT_CHANGED = "contact.sight_changed"  # sees_company, decides
CONTACT_INVITED = "contact.invited"
CONTACT_KEY_REQUESTED = "contact.key_requested"  # contact_id (0: nobody), next_path
CONTACT_SIGNED_IN = "contact.signed_in"  # way: link or code
CONTACT_SESSIONS_ENDED = "contact.sessions_ended"
CONTACT_ERASED = "contact.erased"  # heard inline, while the row still holds the address
