"""Which of the attached files would not go the way that answers of a conversation go, and another
try for what of an answer did not arrive."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.files.access import uploaded_by
from rapport.files.models import StoredFile
from rapport.inbox import carriers
from rapport.inbox.models import Dispatch
from rapport.inbox.operations import sending
from rapport.inbox.permissions import NOTE, REPLY
from rapport.inbox.views.loading import back, conversation_of, message_of, refused
from rapport.inbox.views.writing import MOST_FILES
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(NOTE)
def objections(request: StaffRequest, number: int) -> HttpResponse:
    """Said while there is still time to send them otherwise; of others' files not even the name."""
    way = carriers.way_of(conversation_of(request, number), at=now())
    tokens = [token for token in request.GET.getlist("files")[:MOST_FILES] if "\0" not in token]
    found = StoredFile.objects.filter(token__in=tokens) if tokens else ()
    own = sorted(
        (file for file in found if uploaded_by(request.reader, file)),
        key=lambda file: tokens.index(file.token),
    )
    listed = way.objections(own) if way else ()
    return render(request, "inbox/_objections.html", {"objections": listed})


@staff_view(REPLY, methods=("POST",))
def again(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Try once more what was refused; whoever or whatever has arrived is not sent again."""
    message = message_of(request, number, pk)
    ended = [Dispatch.State.SENT, Dispatch.State.FAILED]
    dispatch = get_object_or_404(Dispatch.objects.filter(state__in=ended), message=message)
    try:
        sending.retry(dispatch, at=now())
    except Refused as refusal:
        return refused(request, message.conversation, refusal)
    return toast(request, back(request, message.conversation), _("It is tried again now."))
