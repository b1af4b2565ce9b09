"""App set-up."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files and how they are served."""

    name = "rapport.files"
