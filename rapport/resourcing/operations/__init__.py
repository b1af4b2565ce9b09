"""Writes of shares, absences and bookings."""
