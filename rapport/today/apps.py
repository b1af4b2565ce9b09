"""App set-up."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """The check-in page: what needs me, ordered by what the client feels first."""

    name = "rapport.today"
