"""App set-up."""

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """Workspaces."""

    name = "rapport.workspaces"
