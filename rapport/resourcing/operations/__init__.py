"""Writes of shares, absences, bookings and skills."""
