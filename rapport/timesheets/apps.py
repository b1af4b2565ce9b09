"""App set-up."""

from django.apps import AppConfig


class TimesheetsConfig(AppConfig):
    """Time spent on tasks and projects."""

    name = "rapport.timesheets"
