"""Verbs published here. Why somebody is away is nowhere in the stream."""

# weekdays, weekly_minutes: fields, was, now; the subject is the member.
SHARE_SAID = "member.share_said"
ABSENCE_NOTED = "absence.noted"  # number, member, first, last, minutes
ABSENCE_CHANGED = "absence.changed"  # fields, was, now
BOOKING_MADE = "booking.made"  # number, member (id or null), first, last, minutes, firm (bool)
BOOKING_CHANGED = "booking.changed"  # fields, was, now; of words only that they changed
