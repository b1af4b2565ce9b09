"""Working hours, absences, bookings."""
