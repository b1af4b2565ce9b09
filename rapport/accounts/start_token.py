"""The start link: whoever can read the server's output may found the first workspace."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from rapport.accounts.operations.start import has_begun

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def url() -> str | None:
    """The link to print at start; None once there is a workspace. It dies with its use."""
    return None if has_begun() else f"{settings.PUBLIC_URL}/start/?key={_key()}"


def may_begin(request: HttpRequest, key: str) -> bool:
    """Whether this visitor may found: by the link, or from the machine itself."""
    return constant_time_compare(key, _key()) or _is_here(request)


def _key() -> str:
    return salted_hmac("rapport.start", "first workspace", algorithm="sha256").hexdigest()[:32]


def _is_here(request: HttpRequest) -> bool:
    """On this very machine, and no proxy in between."""
    direct = not any(name.startswith("HTTP_X_FORWARDED") for name in request.META)
    return settings.IS_LOCAL and direct and request.META.get("REMOTE_ADDR") in LOOPBACK
