"""Until when a vendor takes what we write: counted from their last word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rapport.channels.models import Handle
from rapport.integrations.providers.limits import Window
from rapport.integrations.providers.protocols import Approves, Sends
from rapport.ui import words

JUST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether it takes free words now, whether only as written by a person, and until when."""

    is_open: bool
    is_by_hand: bool = False
    until: datetime | None = None


def standing(heard: datetime | None, window: Window, at: datetime) -> Standing:
    """As it is now. A vendor without a window takes them always."""
    if not window.hours:
        return Standing(is_open=True)
    if heard is None:
        return Standing(is_open=False)
    free, late = (heard + timedelta(hours=hours) for hours in (window.hours, window.longest))
    if at < free:
        return Standing(is_open=True, until=free)
    return Standing(is_open=at < late, is_by_hand=at < late, until=late)


def has_just_ended(standing: Standing, at: datetime) -> bool:
    """Perhaps while somebody was writing; before that the composer says why nothing goes."""
    if standing.is_open or standing.until is None:
        return False
    return at - standing.until < JUST


def closed(handle: Handle, speaks: Sends, at: datetime) -> str:
    """Why it takes nothing free now; empty where it does."""
    if standing(handle.last_heard_at, speaks.window, at).is_open:
        return ""
    heard = handle.last_heard_at
    said = _(
        "%(vendor)s takes free answers only within %(hours)s hours after they last wrote (%(ago)s)."
    )
    ago = words.distance(heard, at) if heard else _("never")
    vendor, hours = handle.channel.speaks.name, speaks.window.longest
    first = said % {"vendor": vendor, "hours": hours, "ago": ago}
    if isinstance(speaks, Approves):
        return first + " " + _("Until they write again, only an approved template goes.")
    return first + " " + _("Wait until they write again, or reach them another way.")
