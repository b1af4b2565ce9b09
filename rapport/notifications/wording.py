"""Why an alert was held, in words."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from rapport.engine.attention import Held

WHY_HELD = {
    Held.MUTED: _("you muted this"),
    Held.SNOOZED: _("you put this off"),
    Held.AWAY: _("you were away"),
    Held.LISTED: _("you want this kind in the list only"),
    Held.DIGEST: _("for the next digest"),
    Held.LATE: _("it arrived here late"),
    Held.QUIET: _("your quiet hours"),
    Held.DAY_OFF: _("a day off"),
    Held.BUDGET: _("today's interruptions were used up"),
}


def kept_back(reasons: Iterable[str]) -> list[tuple[int, str]]:
    """How many did not interrupt for which reason, the most frequent first."""
    counted = Counter(Held(reason) for reason in reasons if reason)
    return [(n, str(WHY_HELD[held])) for held, n in counted.most_common()]
