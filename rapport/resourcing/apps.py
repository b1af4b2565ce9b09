"""App set-up."""

from django.apps import AppConfig


class ResourcingConfig(AppConfig):
    """When people work and what they are booked for."""

    name = "rapport.resourcing"
