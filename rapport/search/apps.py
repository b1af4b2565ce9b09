"""App set-up."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over conversations, tasks, projects and clients."""

    name = "rapport.search"
