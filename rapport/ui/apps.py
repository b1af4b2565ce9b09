"""App set-up."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components, tags and static files."""

    name = "rapport.ui"
