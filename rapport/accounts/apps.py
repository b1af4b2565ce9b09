"""App set-up."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, members and access."""

    name = "rapport.accounts"
    label = "accounts"
