"""App set-up."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """All projects side by side."""

    name = "rapport.portfolio"
