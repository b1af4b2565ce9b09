"""How often: counted in the cache that all processes share, in windows of time."""

import hashlib
import time

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def allow(what: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one more of `what` by `who`; False once there were `limit` in this window.

    Each time takes a place of its own by `add`, which only one of two racing processes can do
    (`incr` of the database cache is neither atomic nor keeps the time to live). `who` (an
    address, an IP) is hashed, so that the cache holds no personal data.
    """
    window = int(time.time()) // seconds
    whose = hashlib.sha256(f"{what}:{who}".encode()).hexdigest()[:32]
    key = f"limit:{whose}:{window}"
    # Where to look first; the places below are taken.
    taken = int(cache.get(key, 0))
    for place in range(taken, limit):
        if cache.add(f"{key}:{place}", 1, timeout=seconds):
            cache.set(key, place + 1, timeout=seconds)
            return True
    return False


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for somebody who tried too often: status 429 and a kind sentence."""
    return render(request, "429.html", status=429)
