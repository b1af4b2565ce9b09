"""How the widget's requests reach a chat and a visitor. None bears a cookie: the token in a header
stands for the session and for the form's token alike, for no other site can send that header."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rapport.accounts import client_address, limits
from rapport.chat.flood import gate
from rapport.chat.models import Visitor, Widget
from rapport.chat.models.visitor import digest_of
from rapport.chat.operations import uploads
from rapport.lib.access import public_view
from rapport.workspaces.scope import open_workspace

LARGEST = 32 * 1024
# What stands around a file in its request.
ENVELOPE = 8 * 1024
_KEY = re.compile(r"[A-Za-z0-9-]{8,40}")
WRONG_A_MINUTE = 60
View = Callable[..., HttpResponseBase]


def widget_of(token: str) -> Widget | None:
    """The chat with this token, unless it is in the bin."""
    rows = Widget.everywhere.filter(channel__token=token[:40], channel__binned_at=None)
    found: Widget | None = rows.select_related("channel", "workspace").first()
    return found


def visitor_view(*, methods: tuple[str, ...], takes_file: bool = False) -> Callable[[View], View]:
    """A route of a visitor whose browser shows the token: the view gets them, inside their
    workspace, in their language and time zone."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, token: str, **more: str) -> HttpResponseBase:
            if refusal := (_refused_file(request) if takes_file else refused(request)):
                return refusal
            visitor = _visitor(token, request.headers.get("X-Visitor", ""))
            if visitor is None:
                return _wrong(request)
            if visitor.handle.channel.is_paused:
                return switched_off()
            with (
                open_workspace(visitor.workspace_id),
                translation.override(visitor.language),
                timezone.override(visitor.time_zone),
            ):
                return view(request, visitor, **more)

        routed: View = csrf_exempt(public_view(methods=methods)(inner))
        return routed

    return wrap


def refused(request: HttpRequest) -> HttpResponse | None:
    """Too much at once, or too often from one address."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or int(length) > LARGEST or len(request.body) > LARGEST:
        return HttpResponse(status=413)
    return None if gate.lets_in(client_address.of(request)) else too_many()


def _refused_file(request: HttpRequest) -> HttpResponse | None:
    """By its length alone, before a byte of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or int(length) > uploads.largest() + ENVELOPE:
        return problem(413, _too_large())
    return None if gate.lets_in(client_address.of(request)) else too_many()


def _too_large() -> str:
    limit = uploads.largest() // (1024 * 1024)
    return _("This file is too large: the limit is %(limit)s MB.") % {"limit": limit}


def is_key(found: object) -> bool:
    """An id as browsers make them for a message or a file."""
    return isinstance(found, str) and _KEY.fullmatch(found) is not None


def too_many(seconds: int = 30) -> HttpResponse:
    """Not now; the widget tries again by itself."""
    return HttpResponse(status=429, headers={"Retry-After": str(seconds)})


def switched_off() -> HttpResponse:
    """The chat is not there any more, or was switched off."""
    return HttpResponse(status=410)


def fields_of(request: HttpRequest) -> dict[str, Any] | None:
    """The JSON object that was sent; None for anything else."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def text_in(fields: dict[str, Any], name: str, most: int) -> str:
    """A text of the object, sound and not too long; empty where there is none."""
    found = fields.get(name)
    if not isinstance(found, str):
        return ""
    return found[:most].encode(errors="replace").decode().replace("\0", "").strip()


@contextmanager
def in_language(request: HttpRequest, widget: Widget) -> Iterator[str]:
    """The page's language, or the browser's, where the chat speaks it; else its first."""
    wanted = [request.GET.get("lang", "")[:2].lower(), translation.get_language() or ""]
    spoken = list(widget.languages) or ["en"]
    language = next((one for one in wanted if one in spoken), spoken[0])
    with translation.override(language):
        yield language


@contextmanager
def zoned(zone: str, widget: Widget) -> Iterator[str]:
    """The visitor's time zone, else the company's."""
    known = zone if zone in available_timezones() else widget.workspace.time_zone
    with timezone.override(known):
        yield known


def problem(status: int, error: str = "") -> JsonResponse:
    """Why not, for the person."""
    return JsonResponse({"error": error}, status=status)


def _visitor(token: str, shown: str) -> Visitor | None:
    if not 20 <= len(shown) <= 100:
        return None
    rows = Visitor.everywhere.filter(
        token_digest=digest_of(shown), handle__channel__token=token[:40],
        handle__channel__binned_at=None,
    )  # fmt: skip
    found: Visitor | None = rows.select_related(
        "handle__channel__widget", "handle__contact", "workspace", "answering__user"
    ).first()
    return found


def _wrong(request: HttpRequest) -> HttpResponse:
    """Nobody tries tokens out."""
    who = client_address.of(request)
    if limits.allow("chat.wrong", who, limit=WRONG_A_MINUTE, seconds=60):
        return HttpResponse(status=401)
    return too_many()
