"""How a chat looks, where it may stand, and how soon it is answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.channels.models import Channel
from rapport.workspaces.models import Owned, ScopedManager

PAPER, INK = "#ffffff", "#10151a"


def _first_language() -> list[str]:
    return ["en"]


class Widget(Owned):
    """Of one channel, whose name, token and pause it shares."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="widget")
    colour = models.CharField(_("colour"), max_length=7, default="#0f6b66")
    # The first is spoken where none of them is the visitor's.
    languages = models.JSONField(default=_first_language)
    # {language: what it says before anybody has written}
    greetings = models.JSONField(default=dict)
    # https://host[:port] of the pages that may show it.
    origins = models.JSONField(default=list)
    # In working minutes; what "we answer by" is reckoned with.
    answers_within = models.PositiveSmallIntegerField(default=60)
    # Signed-in clients find it in their portal, where they need not say who they are.
    is_in_portal = models.BooleanField(default=False)
    # Its own hours: for each day, Monday first, the periods in minutes after midnight. Empty: it
    # keeps the workspace's.
    hours = models.JSONField(default=list)
    # Of these hours; empty: the workspace's.
    time_zone = models.CharField(max_length=60, blank=True)

    objects = ScopedManager()
    everywhere = models.Manager()

    @property
    def on_colour(self) -> str:
        """Black or white, whichever can be read on it; one of them always can."""
        return PAPER if _contrast(self.colour, PAPER) >= _contrast(self.colour, INK) else INK


def _contrast(one: str, other: str) -> float:
    """As WCAG 2 has it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
