"""How allauth behaves here: people come by invitation, and by nothing else."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from rapport.accounts import client_address


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes public sign-up and knows the true peer."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: owners are made at set-up, everybody else is invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave wrong passwords to axes, which counts them by address and visitor (429)."""
        self._login_failed_rl_usage = None

    def get_client_ip(self, request: HttpRequest) -> str:
        """The true peer, for rate limits."""
        return client_address.of(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the person belongs."""
        return "/"
