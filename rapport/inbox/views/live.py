"""The stream of hints for open pages."""

from collections.abc import Callable

from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpResponse, StreamingHttpResponse

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.inbox import live as hints
from rapport.inbox.permissions import SEE_INBOX
from rapport.inbox.views.loading import conversation_of
from rapport.lib.keys import key_of


@staff_view(SEE_INBOX)
def live(request: StaffRequest) -> HttpResponse | StreamingHttpResponse:
    """Server-sent events; a guest does not hear which conversation it was."""
    if not hasattr(request, "scope"):
        # Without ASGI a stream would hold a whole worker: the page polls instead.
        return HttpResponse(status=204)
    listener = hints.Listener(
        request.workspace.pk,
        with_numbers=request.reader.project_ids is None,
        shows=_shown(request),
    )
    allowed = _still(request.member, request.session.session_key or "")
    stream = hints.stream(listener, allowed=allowed)
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _shown(request: StaffRequest) -> tuple[int, int] | None:
    """The conversation whose page it is: who is there is told to those who may see it."""
    number = request.GET.get("conversation", "")
    if not number:
        return None
    conversation = conversation_of(request, key_of(number))
    return conversation.pk, conversation.number


def _still(member: Member, session_key: str) -> Callable[[], bool]:
    """Whether this very session of this member still counts; a changed role begins anew."""
    same = Member.everywhere.active().filter(
        pk=member.pk, role=member.role, user__session_epoch=member.user.session_epoch
    )

    def still() -> bool:
        close_old_connections()
        return same.all().exists() and SessionStore(session_key).exists(session_key)

    return still
