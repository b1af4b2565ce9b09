"""What a site fetches: the loader that its tag names, and the frame that the loader puts there."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from rapport.chat.loader import script
from rapport.chat.models import Widget
from rapport.chat.operations import uploads
from rapport.chat.queries.hours import standing
from rapport.chat.views.loading import in_language, switched_off, widget_of, zoned
from rapport.chat.wording import words
from rapport.integrations.providers.chat import MOST_FILES
from rapport.lib.access import public_view
from rapport.workspaces.scope import open_workspace

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors {}"
)
MINUTES = 60


@public_view()
def loader(request: HttpRequest, token: str) -> HttpResponse:
    """The script that the tag names; of a chat that is switched off, one that does nothing."""
    found = widget_of(token)
    off = found is None or found.channel.is_paused
    body = "/* This chat is switched off. */" if off else script()
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={5 * MINUTES}"
    # Any page may load it: what it shows is decided by the frame's own policy.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@public_view()
@xframe_options_exempt
def frame(request: HttpRequest, token: str) -> HttpResponse:
    """The widget itself. It knows nobody: who a visitor is, their browser shows by a token."""
    found = widget_of(token)
    if found is None or found.channel.is_paused:
        return switched_off()
    with (
        open_workspace(found.workspace_id),
        in_language(request, found) as language,
        zoned(request.GET.get("zone", ""), found),
    ):
        response = render(request, "chat/frame.html", _context(found, language))
    response.headers["Content-Language"] = language
    response.headers["Content-Security-Policy"] = POLICY.format(_ancestors(found.origins))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _context(widget: Widget, language: str) -> dict[str, object]:
    here = standing(widget, at=now())
    greeting = widget.greetings.get(language) or _("Hello! What can we do for you?")
    return {
        "company": widget.workspace.name,
        "greeting": greeting,
        "standing": here,
        "language": language,
        "setup": {
            "base": reverse("chat.frame", args=[widget.channel.token]),
            "colour": widget.colour, "onColour": widget.on_colour,
            "language": translation.get_language(), "origins": widget.origins,
            "isThere": here.is_there, "words": words(), "files": {
                "most": MOST_FILES, "largest": uploads.largest(), "endings": uploads.ENDINGS,
            },
        },
        "accepted": ",".join(("image/*", *uploads.ENDINGS)),
        "largest": uploads.largest() // (1024 * 1024), "most": MOST_FILES,
    }  # fmt: skip


def _ancestors(origins: Sequence[str]) -> str:
    """Our own pages (preview, portal), and the sites that were allowed; no other."""
    return " ".join(["'self'", *origins])
