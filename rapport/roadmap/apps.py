"""App set-up."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    """All projects along one line of time."""

    name = "rapport.roadmap"
