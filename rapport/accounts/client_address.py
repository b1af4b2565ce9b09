"""The address a request came from: a proxy's word counts only if the proxy is ours."""

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """The true peer, or what a listed proxy says in its last X-Forwarded-For entry."""
    # No address: it came over a local socket.
    peer = str(request.META.get("REMOTE_ADDR", "")) or "127.0.0.1"
    if peer not in settings.TRUSTED_PROXIES:
        return peer
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    return forwarded.rsplit(",", 1)[-1].strip() or peer
