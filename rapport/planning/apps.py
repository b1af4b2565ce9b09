"""App set-up."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Schedules: computed dates of tasks, and plans brought in from other tools."""

    name = "rapport.planning"
