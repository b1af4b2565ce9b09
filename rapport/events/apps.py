"""App set-up: find every app's listeners and tasks."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    """Registers listeners (`handlers`), tasks (`tasks`) and permissions of all apps."""

    name = "rapport.events"

    def ready(self) -> None:
        """Import what registers itself by being imported."""
        autodiscover_modules("permissions", "handlers", "tasks")
