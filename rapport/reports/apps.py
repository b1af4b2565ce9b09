"""App set-up."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Status reports: facts gathered, shown in two versions from one source, sent and frozen."""

    name = "rapport.reports"
