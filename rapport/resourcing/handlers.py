"""What resourcing listens to."""

from django.utils.translation import ngettext

from rapport.projects import companions
from rapport.resourcing.models import Booking


def _said(n: int) -> str:
    return ngettext("%(n)d booking", "%(n)d bookings", n) % {"n": n}


companions.belongs(companions.Belonging(50, Booking, _said, companions.everything))
