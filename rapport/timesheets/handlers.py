"""What timesheets listen to."""

from django.utils.translation import ngettext

from rapport.projects import companions
from rapport.timesheets.models import TimeEntry


def _said(n: int) -> str:
    return ngettext("%(n)d time entry", "%(n)d time entries", n) % {"n": n}


companions.register(companions.Companion(40, TimeEntry, _said))
companions.belongs(companions.Belonging(40, TimeEntry, _said, companions.everything))
