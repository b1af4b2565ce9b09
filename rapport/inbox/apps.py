"""App set-up."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Conversations with clients over mail and portal."""

    name = "rapport.inbox"
