"""App set-up."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases: what must be answered in time and solved, from a question to a complaint."""

    name = "rapport.cases"
