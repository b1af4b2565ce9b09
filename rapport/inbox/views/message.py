"""One message: its formatting in a frame of its own, and the mail as it came."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox import rendering
from rapport.inbox.models import Attachment, Message
from rapport.inbox.permissions import SEE_INBOX
from rapport.inbox.views.loading import message_of

FRAME_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-same-origin"
)
SCHEMES = {"light": "light", "dark": "dark"}
STYLE = mark_safe(  # noqa: S308 - our own, constant
    "body{margin:0;font:15px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}"
    "blockquote{margin:0 0 0 8px;padding-left:12px;border-left:2px solid GrayText}"
    ".notice{color:GrayText;font-size:13px;margin:0 0 12px}"
)


@staff_view(SEE_INBOX)
def formatted(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """The whole message with its formatting, cleaned, in a frame where nothing runs and nothing is
    fetched; a plain mail as its text."""
    message = message_of(request, number, pk)
    if message.html:
        cleaned = rendering.clean(message.html, _pictures(request, message))
    else:
        cleaned = rendering.Cleaned(format_html("<pre>{}</pre>", message.text))
    page = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        "<style>:root{{color-scheme:{}}}{}</style></head><body>{}{}</body></html>",
        get_language() or "en",
        message.subject or _("Message"),
        SCHEMES.get(request.member.user.theme, "light dark"),
        STYLE,
        _notice(cleaned.blocked),
        mark_safe(cleaned.html),  # noqa: S308 - cleaned by the allow-list a line above
    )
    response = HttpResponse(page)
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@staff_view(SEE_INBOX)
def original(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """The mail as it came, to keep or to examine; never opened in the browser."""
    message = message_of(request, number, pk)
    if message.raw is None:
        raise Http404
    return as_download(message.raw.bytes, f"message-{message.pk}.eml")


def as_download(content: bytes, name: str) -> HttpResponse:
    """Bytes of strangers: saved, not shown."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _pictures(request: StaffRequest, message: Message) -> dict[str, str]:
    """Addresses of the pictures that came inside the mail."""
    rows = Attachment.objects.filter(message=message).exclude(content_id="").select_related("file")
    return {
        row.content_id.strip("<>"): reverse(
            "files.file", args=[request.workspace.slug, row.file.token]
        )
        + "?inline=1"
        for row in rows
    }


def _notice(blocked: int) -> str:
    if not blocked:
        return ""
    said = ngettext(
        "%(n)s picture was not loaded, because that would tell the sender that you read this.",
        "%(n)s pictures were not loaded, because that would tell the sender that you read this.",
        blocked,
    ) % {"n": blocked}
    return format_html('<p class="notice">{}</p>', said)
