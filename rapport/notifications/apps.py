"""App set-up."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What staff get told, where, and how it is bundled."""

    name = "rapport.notifications"
