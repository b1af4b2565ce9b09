"""When people work, what they can do and what they are booked for.

Owns: WorkingShare, Absence, Booking, Skill. What their tasks ask of them stands above, in
`portfolio`.
"""
