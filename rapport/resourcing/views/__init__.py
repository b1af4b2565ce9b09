"""Pages of absences, bookings and working hours."""
