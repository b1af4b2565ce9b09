"""Keep a conversation unread."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.operations import reading
from rapport.inbox.permissions import HANDLE
from rapport.inbox.views.loading import conversation_of
from rapport.ui.toasts import toast


@staff_view(HANDLE, methods=("POST",))
def keep_unread(request: StaffRequest, number: int) -> HttpResponse:
    """It counts as unread until they open it again; to the list, since this page reads it."""
    reading.keep_unread(conversation_of(request, number), by=request.member)
    home = redirect("inbox", slug=request.workspace.slug)
    return toast(request, home, _("Unread again."))
