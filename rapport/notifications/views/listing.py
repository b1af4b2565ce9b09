"""The list: what is new, ranked; what was put off or muted; what was read."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.engine.attention import next_digest
from rapport.notifications.models import Notification, Silence
from rapport.notifications.permissions import OWN_NOTIFICATIONS
from rapport.notifications.queries.desks import Desk, desks
from rapport.notifications.queries.lines import Line, ThenRead, ranked
from rapport.notifications.queries.quiet import quiet
from rapport.notifications.queries.telling import told
from rapport.notifications.wording import kept_back
from rapport.ui.paging import paged

A_PAGE = 50
# More than a person reads; the oldest beyond it come up as these are done.
MOST_NEW = 1000


@staff_view(OWN_NOTIFICATIONS)
def listing(request: StaffRequest) -> HttpResponse:
    """Ranked lines first, then the latest that were read. A fixed number of queries."""
    at = now()
    desk = desks([request.member], at)[request.member.pk]
    template = "notifications/list.html#all" if request.htmx else "notifications/list.html"
    return render(request, template, _context(request, desk, at))


def _context(request: StaffRequest, desk: Desk, at: datetime) -> dict[str, Any]:
    reader, slug = request.reader, request.workspace.slug
    rows = Notification.objects.filter(member=request.member, topic__in=desk.listed)
    new = rows.unread().order_by("-last_at", "-pk")[:MOST_NEW]
    lines = ranked(new, reader=reader, slug=slug)
    heard = [line for line in lines if line.thing not in desk.silences]
    read = rows.exclude(read_at=None).order_by("-last_at", "-pk")
    pages = paged(ThenRead(heard, read), A_PAGE, request.GET.dict())
    old = [row for row in pages["page"] if isinstance(row, Notification)]
    silences = list(Silence.objects.filter(member=request.member).at(at))
    return pages | {
        "lines": [row for row in pages["page"] if isinstance(row, Line)],
        "read": told(old, reader=reader, slug=slug),
        "desk": desk,
        "digest": next_digest(desk.rules, at),
        "kept_back": kept_back(line.held for line in heard),
        "quiet": quiet(silences, lines, reader=reader),
        "at": at,
    }
