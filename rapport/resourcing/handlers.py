"""What resourcing listens to."""

from django.utils.translation import ngettext

from rapport.inbox import roster
from rapport.projects import companions
from rapport.resourcing.models import Booking
from rapport.resourcing.queries import presence, skills_wanted


def _said(n: int) -> str:
    return ngettext("%(n)d booking", "%(n)d bookings", n) % {"n": n}


companions.belongs(companions.Belonging(50, Booking, _said, companions.everything))
roster.register(
    roster.Roster(presence.absent, skills_wanted.asked, skills_wanted.names, "resourcing.wanted")
)
