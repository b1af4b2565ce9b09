"""App set-up."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """What was promised to whom, when, where, for what date."""

    name = "rapport.promises"
