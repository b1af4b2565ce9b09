"""Files of a chat: what a visitor brings in, and what they fetch of what was said to them.

An address of a file is signed for one session and works for that session alone, for it is asked for
with the token in a header: no link leads there, and nobody else's browser gets it.
"""

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import client_address, limits
from rapport.chat.models import Visitor
from rapport.chat.operations import uploads
from rapport.chat.queries.lines import attachment_of
from rapport.chat.views.loading import is_key, problem, too_many, visitor_view
from rapport.files import types
from rapport.files.operations import files
from rapport.files.responses import serve
from rapport.inbox.models import Attachment
from rapport.lib.refusal import Refused

SALT = "rapport.chat.file"
FILES_AN_HOUR = 40
FILES_AN_HOUR_FROM_ONE_ADDRESS = 120
FETCHES_A_MINUTE = 120


@visitor_view(methods=("POST",), takes_file=True)
def files_of(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Bring one in, under the id that the browser made; sent again, it is the same."""
    key, given = request.POST.get("id", ""), request.FILES.get("file")
    if not is_key(key) or not isinstance(given, UploadedFile):
        return problem(400)
    if not _may_bring(request, visitor):
        return too_many(600)
    try:
        stored = uploads.take_in(visitor, given, key=key, at=now())
    except files.DiskFull as refusal:
        return problem(507, str(refusal))
    except files.QuotaReached:
        return problem(422, _("No file can be taken here just now. Please describe it in words."))
    except Refused as refusal:
        return problem(422, str(refusal))
    return JsonResponse({"id": key, "name": stored.name, "size": stored.size}, status=201)


@visitor_view(methods=("GET",))
def file(request: HttpRequest, visitor: Visitor, note: str) -> HttpResponseBase:
    """One that they may read; the same 404 for any other. Never shown as a page: a download, with
    the type that we chose when it came in."""
    if not limits.allow("chat.fetch", str(visitor.pk), limit=FETCHES_A_MINUTE, seconds=60):
        return too_many(60)
    found = attachment_of(visitor, _named_in(note, visitor))
    if found is None:
        return HttpResponse(status=404)
    return serve(found.file)


def facts_of(attachment: Attachment, visitor: Visitor) -> dict[str, object]:
    """As the visitor's browser shows it; `isPicture` where a browser can show it without risk."""
    stored = attachment.file
    note = signing.dumps([visitor.pk, attachment.pk], salt=SALT)
    return {
        "pk": attachment.pk, "name": stored.name, "size": stored.size,
        "isPicture": stored.content_type in types.INLINE,
        "url": reverse("chat.file", args=[visitor.handle.channel.token, note]),
    }  # fmt: skip


def _may_bring(request: HttpRequest, visitor: Visitor) -> bool:
    from_there = client_address.of(request)
    return limits.allow(
        "chat.file", str(visitor.pk), limit=FILES_AN_HOUR, seconds=3600
    ) and limits.allow(
        "chat.file.from", from_there, limit=FILES_AN_HOUR_FROM_ONE_ADDRESS, seconds=3600
    )


def _named_in(note: str, visitor: Visitor) -> int:
    """The attachment; 0 where the address was signed for somebody else, or by nobody."""
    try:
        whose, pk = signing.loads(note[:300], salt=SALT)
    except (signing.BadSignature, ValueError):
        return 0
    return int(pk) if whose == visitor.pk else 0
