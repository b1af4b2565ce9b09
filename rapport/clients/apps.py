"""App set-up."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """The companies served and their people."""

    name = "rapport.clients"
