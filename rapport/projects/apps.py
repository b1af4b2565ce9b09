"""App set-up."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects and tasks."""

    name = "rapport.projects"
