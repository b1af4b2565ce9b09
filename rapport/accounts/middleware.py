"""What every request passes."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

Next = Callable[[HttpRequest], HttpResponse]


def language(get_response: Next) -> Next:
    """The visitor's language until a door knows better; the reader's own is set by the door."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        with translation.override(
            chosen if chosen in known else translation.get_language_from_request(request)
        ):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        timezone.deactivate()
        return response

    return middleware


def sound_addresses(get_response: Next) -> Next:
    """Refuse an address with a NUL: no page has one, and PostgreSQL fails on it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware


def private_pages(get_response: Next) -> Next:
    """No shared or disk cache keeps a page made for a person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware
