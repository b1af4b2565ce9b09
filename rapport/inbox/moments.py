"""Moments ahead that people choose from, in their own zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.ui import words

MORNING = time(9)
LATER = timedelta(hours=3)
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Preset:
    """A moment with a name."""

    key: str
    label: str | Promise
    at: datetime


def presets(now: datetime, zone: tzinfo) -> list[Preset]:
    """Later today (while there is one), tomorrow, next week."""
    return list(_presets(now.astimezone(zone), zone))


def said(now: datetime, zone: tzinfo) -> tuple[tuple[str, str, str], ...]:
    """The presets as a menu names them: key, label, moment. Plain, so that it is drawn once."""
    return tuple((one.key, str(one.label), words.moment(one.at, now)) for one in presets(now, zone))


def preset(key: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment with this name; None where nothing is called so, or not now."""
    return next((one.at for one in presets(now, zone) if one.key == key), None)


def _presets(here: datetime, zone: tzinfo) -> Iterator[Preset]:
    later = (here + LATER).replace(minute=0, second=0, microsecond=0)
    if later.date() == here.date():
        yield Preset("later", _("Later today"), later)
    tomorrow = here.date() + timedelta(days=1)
    yield Preset("tomorrow", _("Tomorrow"), datetime.combine(tomorrow, MORNING, zone))
    monday = here.date() + timedelta(days=7 - here.weekday())
    if monday != tomorrow:
        yield Preset("week", _("Next week"), datetime.combine(monday, MORNING, zone))
