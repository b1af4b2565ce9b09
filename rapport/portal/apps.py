"""App set-up."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The client's face: no password, no jargon, one list of what we need from them."""

    name = "rapport.portal"
