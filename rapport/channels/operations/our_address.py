"""Where vendors reach this Rapport."""

from django.conf import settings

from rapport.channels.models import Channel


def address_of(channel: Channel) -> str:
    """The public address to which its vendor sends."""
    return f"{settings.PUBLIC_URL}/hooks/{channel.token}/"


def is_out_of_reach() -> bool:
    """Whether no vendor can reach this Rapport: it has no public address, or one without TLS."""
    return settings.IS_LOCAL or not settings.PUBLIC_URL.startswith("https://")
