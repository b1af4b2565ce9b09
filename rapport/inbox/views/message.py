"""One message: its formatting in a frame of its own, and the mail as it came."""

from django.core import signing
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox import pictures, rendering
from rapport.inbox.models import Attachment, Message
from rapport.inbox.operations import trusting
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
        wanted = _remote(request, message) if _wants_pictures(request, message) else None
        cleaned = rendering.clean(message.html, _pictures(request, message), wanted)
    else:
        cleaned = rendering.Cleaned(format_html("<pre>{}</pre>", message.text))
    page = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        "<style>:root{{color-scheme:{}}}{}</style></head><body>{}{}</body></html>",
        get_language() or "en",
        message.subject or _("Message"),
        SCHEMES.get(request.member.user.theme, "light dark"),
        STYLE,
        _notice(cleaned, _permit(request, message)),
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


def _permit(request: StaffRequest, message: Message) -> str:
    """What only a page of ours can give: no link from elsewhere makes us fetch anything."""
    return signing.Signer(salt="inbox.show-pictures").sign(f"{request.member.pk}.{message.pk}")


def _wants_pictures(request: StaffRequest, message: Message) -> bool:
    given = request.GET.get("pictures", "")
    if constant_time_compare(given, _permit(request, message)):
        return True
    return trusting.shows(message, to=request.member)


def _remote(request: StaffRequest, message: Message) -> rendering.Remote:
    where = [request.workspace.slug, message.conversation.number, message.pk]
    return pictures.through_us(message, reverse("inbox.picture", args=where))


def _notice(cleaned: rendering.Cleaned, permit: str) -> str:
    if cleaned.remote:
        said = _("The pictures came through Rapport: the sender does not learn who you are.")
        return format_html('<p class="notice">{}</p>', said)
    blocked = cleaned.blocked
    if not blocked:
        return ""
    said = ngettext(
        "%(n)s picture was not loaded, because that would tell the sender that you read this.",
        "%(n)s pictures were not loaded, because that would tell the sender that you read this.",
        blocked,
    ) % {"n": blocked}
    link = format_html(' <a href="?pictures={}">{}</a>', permit, _("Show pictures"))
    return format_html('<p class="notice">{}{}</p>', said, link)
