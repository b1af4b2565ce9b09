"""App set-up."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """How well clients are served, in figures that lead to what they rest on."""

    name = "rapport.insights"
