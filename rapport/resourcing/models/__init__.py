"""Shares of the week, absences, bookings."""

from rapport.resourcing.models.absence import Absence
from rapport.resourcing.models.booking import Booking
from rapport.resourcing.models.working_share import WorkingShare

__all__ = ["Absence", "Booking", "WorkingShare"]
