"""What a visitor's browser asks for: to begin, to say, to read, to be told."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.db import close_old_connections
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt

from rapport.accounts import client_address, limits
from rapport.channels.models import Delivery
from rapport.chat.flood import talk_gate
from rapport.chat.models import Visitor, Widget
from rapport.chat.operations import identity, saying, uploads, visits
from rapport.chat.queries.hours import standing
from rapport.chat.queries.lines import Line, lines_of
from rapport.chat.queries.pace import said_lately
from rapport.chat.signs import topic_of
from rapport.chat.views.files import facts_of
from rapport.chat.views.loading import (
    fields_of,
    in_language,
    is_key,
    problem,
    refused,
    switched_off,
    text_in,
    too_many,
    visitor_view,
    widget_of,
    zoned,
)
from rapport.inbox import live as hints
from rapport.integrations.providers.chat import LONGEST, MOST_FILES
from rapport.lib.access import public_view
from rapport.workspaces.scope import open_workspace

NEW_AN_HOUR = 40
MESSAGES_A_MINUTE = 20
LINES_A_MINUTE = 40


@csrf_exempt
@public_view(methods=("POST",))
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """A new visitor, with the first word that they are about to send."""
    if refusal := refused(request):
        return refusal
    widget, fields = widget_of(token), fields_of(request)
    if widget is None or widget.channel.is_paused:
        return switched_off()
    if fields is None:
        return problem(400)
    if not limits.allow("chat.new", client_address.of(request), limit=NEW_AN_HOUR, seconds=3600):
        return too_many(600)
    with open_workspace(widget.workspace_id):
        _visitor, secret = visits.begin(widget, _arrival(request, widget, fields), at=now())
    return JsonResponse({"token": secret}, status=201)


@visitor_view(methods=("GET", "POST"))
def messages(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What was said since a moment; or one more message."""
    if request.method == "POST":
        return _say(request, visitor)
    since = _moment(request.GET.get("since", ""))
    at = now()
    here = standing(visitor.handle.channel.widget, at=at)
    answering = visitor.answering.name if visitor.answering else ""
    return JsonResponse({
        "lines": [_as_json(line, visitor) for line in lines_of(visitor, since=since)],
        "typing": answering if visitor.is_answered_now(at) else None,
        "standing": {"isThere": here.is_there, "sentence": here.sentence},
        "isKnown": bool(visitor.email),
    })  # fmt: skip


@visitor_view(methods=("GET",))
def live(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Hints that there is something to read, or that somebody writes; no word of it."""
    if not hasattr(request, "scope"):
        return HttpResponse(status=204)
    if not limits.allow("chat.live", str(visitor.pk), limit=LINES_A_MINUTE, seconds=60):
        return too_many()
    visits.arrive(visitor, at=now())
    listener = hints.Listener(visitor.workspace_id, with_numbers=False, only=topic_of(visitor.pk))
    stream = hints.stream(listener, allowed=_still(visitor.pk))
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _say(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    fields, at = fields_of(request) or {}, now()
    key, text, keys = fields.get("id"), fields.get("text"), fields.get("files", [])
    if not is_key(key) or not isinstance(text, str) or not _are_keys(keys):
        return problem(400)
    if not (text.strip() or keys) or len(text) > LONGEST:
        return problem(422)
    if said_lately(visitor, at=at) >= MESSAGES_A_MINUTE:
        return too_many(20)
    if not talk_gate.lets_in(client_address.of(request)):
        return too_many(300)
    try:
        files = uploads.named(visitor, keys)
    except uploads.NotThere:
        # Forgotten, or never here: the browser brings them in once more.
        return problem(409)
    delivery = saying.say(visitor, request.body, key=str(key), at=at, files=files)
    taken = delivery.outcome in (Delivery.Outcome.FILED, Delivery.Outcome.DUPLICATE)
    # Kept in any case: what is not filed yet is taken up by the clock.
    return JsonResponse({"id": key, "isFiled": taken}, status=201 if taken else 202)


def _arrival(request: HttpRequest, widget: Widget, fields: dict[str, object]) -> visits.Arrival:
    origin = _origin(text_in(fields, "origin", 200))
    proof = identity.read(text_in(fields, "note", identity.LONGEST), widget, at=now())
    contact = proof.contact
    spoken, zone_of = in_language(request, widget), zoned(text_in(fields, "zone", 60), widget)
    with spoken as language, zone_of as zone:
        return visits.Arrival(
            contact.language if contact else language,
            contact.time_zone if contact else zone,
            origin if origin in widget.origins else "",
            proof,
        )


def _origin(said: str) -> str:
    try:
        parts = urlsplit(said)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _moment(text: str) -> datetime | None:
    """Milliseconds since 1970, as browsers count."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 14):
        return None
    return datetime.fromtimestamp(int(text) / 1000, tz=UTC)


def _are_keys(keys: object) -> bool:
    return isinstance(keys, list) and len(keys) <= MOST_FILES and all(map(is_key, keys))


def _as_json(line: Line, visitor: Visitor) -> dict[str, object]:
    return {
        "pk": line.pk, "isOurs": line.is_ours, "name": line.name, "text": line.text,
        "at": round(line.at.timestamp() * 1000), "id": line.id,
        "files": [facts_of(attachment, visitor) for attachment in line.files],
    }  # fmt: skip


def _still(visitor: int) -> Callable[[], bool]:
    """Whether they are still somebody here; asked every few seconds while something happens, and
    at each sign of life of the line."""

    def still() -> bool:
        close_old_connections()
        return visits.is_open(visitor, at=now())

    return still
