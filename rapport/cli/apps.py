"""App set-up."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """The `rapport` command."""

    name = "rapport.cli"
