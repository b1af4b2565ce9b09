"""App set-up."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo workspace: one believable story, made through the product's own operations."""

    name = "rapport.demo"
