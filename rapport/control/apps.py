"""App set-up."""

from django.apps import AppConfig


class ControlConfig(AppConfig):
    """Measures of a plan."""

    name = "rapport.control"
