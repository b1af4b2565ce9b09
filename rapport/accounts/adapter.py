"""How allauth behaves here: people come by invitation, mail goes out through our own outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from rapport.accounts import client_address


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes public sign-up and pins links to the configured address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: owners are made at set-up, everybody else is invited."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The true peer, for rate limits."""
        return client_address.of(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link from the configured origin, never from the request's Host header."""
        path = super().get_reset_password_from_key_url(key).split("//", 1)[-1].partition("/")[2]
        return f"{settings.PUBLIC_URL}/{path}"
