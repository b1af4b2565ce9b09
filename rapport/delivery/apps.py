"""App set-up."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Deliverables and their sign-off by the client."""

    name = "rapport.delivery"
