"""Bring a file in, fetch a file."""

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.files import access
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.files.permissions import SEE_FILES, UPLOAD
from rapport.files.responses import serve
from rapport.lib.refusal import Refused

UPLOADS_A_MINUTE = 60


@staff_view(UPLOAD, methods=("POST",))
def upload(request: StaffRequest) -> HttpResponse:
    """Take one file for the composer; answers its token."""
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        return JsonResponse({"error": _("Choose a file first.")}, status=400)
    if not limits.allow("upload", str(request.member.pk), limit=UPLOADS_A_MINUTE, seconds=60):
        text = _("That was a lot of files at once. Please go on in a minute.")
        return JsonResponse({"error": text}, status=429)
    try:
        file = files.store(
            request.workspace,
            name=given.name or "",
            content=given,
            content_type=given.content_type or "",
            by=request.member,
            at=now(),
        )
    except files.DiskFull as refusal:
        return JsonResponse({"error": str(refusal)}, status=507)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=413)
    facts = {"id": file.token, "token": file.token, "name": file.name, "size": file.size}
    return JsonResponse(facts, status=201)


@staff_view(SEE_FILES)
def fetch(request: StaffRequest, token: str) -> FileResponse:
    """A file the reader may see through one of its records; the same 404 for any other."""
    file = get_object_or_404(StoredFile.objects.all(), token=token)
    if not access.may_read(request.reader, file):
        raise Http404
    return serve(file, inline="inline" in request.GET)
