"""The door for vendors: what they send is verified, kept, and read later by the worker."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt

from rapport.accounts import client_address, limits
from rapport.channels import tasks
from rapport.channels.models import Channel
from rapport.channels.operations import accounts, deliveries
from rapport.integrations.hooks import Hook
from rapport.integrations.providers.protocols import Greets, Receives
from rapport.integrations.signatures import Forged
from rapport.lib.access import public_view
from rapport.workspaces.scope import open_workspace

# The largest of all vendors' (WhatsApp's).
LARGEST = 3 * 1024 * 1024
MOST_A_MINUTE = 1200
MOST_WRONG_A_MINUTE = 60


@csrf_exempt
@public_view(methods=("GET", "POST"))
def hook(request: HttpRequest, token: str) -> HttpResponse:
    """A signature stands for the form's token: no browser, no session has a part in it. Whoever is
    not who shares the secret learns nothing and changes nothing."""
    channel = Channel.everywhere.live().filter(token=token[:40]).select_related("workspace").first()
    if channel is None or not isinstance(channel.speaks, Receives):
        return _wrong(request, 404)
    with open_workspace(channel.workspace_id):
        if request.method == "POST":
            return _take(request, channel, channel.speaks)
        return _greet(request, channel)


def _take(request: HttpRequest, channel: Channel, speaks: Receives) -> HttpResponse:
    at = now()
    if not limits.allow("channels.hook", str(channel.pk), limit=MOST_A_MINUTE, seconds=60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST or len(request.body) > LARGEST:
        return HttpResponse(status=413)
    came = _hook(request, request.body)
    try:
        deliveries.verify(channel, came, at=at)
    except Forged:
        answer = _wrong(request, 401)
        if answer.status_code == 401:
            deliveries.refuse(channel, at=at)
        return answer
    except accounts.Sealed:
        # Nobody can tell whether it is true; vendors send it again, once this is put right.
        return HttpResponse(status=503)
    tasks.take_in(channel, came.body, key=speaks.id_of(came), at=at)
    content, kind = speaks.thanks
    return HttpResponse(content, content_type=kind)


def _greet(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Vendors make sure that the address is ours before they use it."""
    speaks = channel.speaks
    if not isinstance(speaks, Greets):
        return HttpResponse(status=405, headers={"Allow": "POST"})
    try:
        word = speaks.greet(_hook(request, b""), accounts.opened(channel))
    except accounts.Sealed:
        return HttpResponse(status=503)
    if not word:
        return _wrong(request, 403)
    kind = "application/json" if word.startswith("{") else "text/plain"
    answer = HttpResponse(word, content_type=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _wrong(request: HttpRequest, status: int) -> HttpResponse:
    """Counted by where it came from; beyond a measure nothing more is looked up or written."""
    who = client_address.of(request)
    if limits.allow("channels.wrong", who, limit=MOST_WRONG_A_MINUTE, seconds=60):
        return HttpResponse(status=status)
    return HttpResponse(status=429, headers={"Retry-After": "60"})


def _hook(request: HttpRequest, body: bytes) -> Hook:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Hook(
        request.method or "", f"{settings.PUBLIC_URL}{request.get_full_path()}", headers, body
    )
