"""Recorded calls: note what was said, and hear the recording."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.models import CallRecord
from rapport.channels.operations import accounts, call_records
from rapport.channels.permissions import LOG_CALLS
from rapport.integrations.providers.protocols import Keeps
from rapport.integrations.providers.records import NotNow, NotTaken, RemoteFile
from rapport.ui.toasts import toast

LARGEST = 100 * 1024 * 1024


@staff_view(LOG_CALLS, methods=("POST",))
def note(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what was said."""
    begun = call_records.note(_load(request, pk), by=request.member, at=now())
    return redirect("channels.call", slug=request.workspace.slug, pk=begun.pk)


@staff_view(LOG_CALLS)
def recording(request: StaffRequest, pk: int) -> HttpResponse:
    """Through us, so that the vendor's address and our token stay here; never shown in place."""
    found = _load(request, pk)
    speaks = found.channel.speaks
    number = found.conversation.number if found.conversation else 0
    back = redirect("inbox.conversation", slug=request.workspace.slug, number=number)
    if not found.recording or not isinstance(speaks, Keeps):
        return toast(request, back, _("There is no recording."), tone="bad")
    try:
        file = speaks.fetch(RemoteFile(found.recording), accounts.opened(found.channel), LARGEST)
    except (NotNow, NotTaken, accounts.Sealed) as error:
        said = _("The recording cannot be had now: %(why)s") % {"why": error}
        return toast(request, back, said, tone="bad")
    kind = file.content_type.partition(";")[0].strip().lower()
    is_sound = kind.startswith("audio/") and kind.isprintable()
    answer = HttpResponse(
        file.content, content_type=kind if is_sound else "application/octet-stream"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="call-{found.pk}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _load(request: StaffRequest, pk: int) -> CallRecord:
    rows = CallRecord.objects.visible_to(request.reader).exclude(ended_at=None)
    rows = rows.select_related("channel", "handle__contact", "conversation", "noted")
    found: CallRecord = get_object_or_404(rows, pk=min(pk, 2**62))
    return found
