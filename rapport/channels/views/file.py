"""A file of an answer on its way out, for the vendor that fetches it: nothing else leads here."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from rapport.accounts import client_address, limits
from rapport.channels.models import Sending
from rapport.channels.operations import pieces
from rapport.files.responses import serve
from rapport.inbox.models import Attachment
from rapport.lib.access import public_view
from rapport.workspaces.scope import open_workspace

MOST_WRONG_A_MINUTE = 60


@csrf_exempt
@public_view()
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """The address is signed, names one file of one piece of one message, and ends after hours."""
    named = pieces.opened(key)
    if named is None:
        return _wrong(request)
    pk, attachment = named
    rows = Sending.everywhere.filter(pk=pk, handle__channel__binned_at=None)
    piece = rows.select_related("dispatch").first()
    if piece is None or attachment not in piece.attachments:
        return _wrong(request)
    with open_workspace(piece.workspace_id):
        here = Attachment.objects.filter(pk=attachment, message=piece.dispatch.message_id)
        found = here.select_related("file").first()
        if found is None:
            return _wrong(request)
        try:
            response = serve(found.file)
        except FileNotFoundError:
            return _wrong(request)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _wrong(request: HttpRequest) -> HttpResponse:
    """The same for what is made up, too old or gone."""
    who = client_address.of(request)
    if limits.allow("channels.wrong", who, limit=MOST_WRONG_A_MINUTE, seconds=60):
        return HttpResponse(status=404)
    return HttpResponse(status=429, headers={"Retry-After": "60"})
