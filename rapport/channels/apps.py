"""App set-up."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Other ways than mail on which clients write."""

    name = "rapport.channels"
