"""Old addresses lead on: when a page is not found, those who know where things go are asked."""

from collections.abc import Callable

from rapport.accounts.requests import StaffRequest

Forwarding = Callable[[StaffRequest], str | None]

_known: list[Forwarding] = []


def register(forwarding: Forwarding) -> None:
    """Called once from the app's urls module. It names the new address of what stood at this one,
    if this reader may see both; else nothing."""
    _known.append(forwarding)


def new_address_of(request: StaffRequest) -> str | None:
    """Where the page went. Only for reading: what is sent to an old address never goes on."""
    if request.method not in ("GET", "HEAD"):
        return None
    return next(filter(None, (ask(request) for ask in _known)), None)
