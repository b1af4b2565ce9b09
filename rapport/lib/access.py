"""What a route declares about itself; a route that declares nothing stops the start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

Face = Literal["public", "signed-in", "staff", "portal"]
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """Who a route is for: its face, its permission (staff), and the methods it answers."""

    face: Face
    permission: str = ""
    methods: tuple[str, ...] = ("GET",)


def declare(view: View, access: Access) -> View:
    """Mark a view with its access."""
    view.access = access  # type: ignore[attr-defined]
    return view


def declared(view: Any) -> Access | None:
    """What a view declares, if anything."""
    return getattr(view, "access", None)


def public_view(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """A route anybody may call; it must not show or change anything that belongs to somebody."""

    def mark(view: View) -> View:
        return declare(require_methods(methods)(view), Access("public", methods=methods))

    return mark


def require_methods(methods: tuple[str, ...]) -> Callable[[View], View]:
    """Refuse other methods with 405; HEAD goes with GET."""

    def wrap(view: View) -> View:
        allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            return view(request, *args, **kwargs)

        return inner

    return wrap
