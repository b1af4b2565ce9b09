"""Reads of hours, absences and bookings."""
