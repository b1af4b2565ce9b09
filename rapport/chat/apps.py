"""App set-up."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Chat on a company's own site."""

    name = "rapport.chat"
