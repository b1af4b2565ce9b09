"""When people work and what they are booked for.

Owns: WorkingShare, Absence, Booking. What their tasks ask of them stands above, in `portfolio`.
"""
