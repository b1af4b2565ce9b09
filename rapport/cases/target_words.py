"""Times agreed, in a sentence."""

from django.utils.translation import gettext as _

from rapport.cases.models import Hours
from rapport.cases.queries.targets import Aim
from rapport.ui import words


def a_day(hours: str) -> int:
    """How many minutes are a day in words, for such hours."""
    return words.ELAPSED_A_DAY if hours == Hours.ALWAYS else words.MINUTES_A_DAY


def said_of(aim: Aim, hours: str) -> str:
    """«first reply 1 h · next 4 h · a word every 8 h · solved 16 h», without what is not agreed."""
    parts = (
        (_("complaint acknowledged %(time)s"), aim.acknowledge),
        (_("first reply %(time)s"), aim.reply),
        (_("next replies %(time)s"), aim.next),
        (_("a word every %(time)s"), aim.every),
        (_("solved %(time)s"), aim.resolve),
    )
    day = a_day(hours)
    said = [
        text % {"time": words.working_duration(minutes, day)} for text, minutes in parts if minutes
    ]
    return " · ".join(said) or _("nothing agreed")
