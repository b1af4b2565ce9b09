"""App set-up."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Satisfaction: one question after a case, one click to answer."""

    name = "rapport.feedback"
