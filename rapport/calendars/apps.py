"""App set-up."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Working time: business hours and holidays of a workspace."""

    name = "rapport.calendars"
