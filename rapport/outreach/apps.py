"""App set-up."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Questions to clients, and when they may be asked."""

    name = "rapport.outreach"
