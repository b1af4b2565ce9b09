"""The stream of hints for open pages."""

from django.http import HttpResponse, StreamingHttpResponse

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox import live as hints
from rapport.inbox.permissions import SEE_INBOX


@staff_view(SEE_INBOX)
def live(request: StaffRequest) -> HttpResponse | StreamingHttpResponse:
    """Server-sent events; a guest does not hear which conversation it was."""
    if not hasattr(request, "scope"):
        # Without ASGI a stream would hold a whole worker: the page polls instead.
        return HttpResponse(status=204)
    stream = hints.stream(request.workspace.pk, with_numbers=request.reader.project_ids is None)
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response
