"""App set-up."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases: a question, request, issue or complaint that must be answered in time and solved."""

    name = "rapport.cases"
