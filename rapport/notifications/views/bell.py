"""What an open page asks for once a minute: how much is new, and what interrupts just now."""

from datetime import timedelta

from django.http import HttpResponse, JsonResponse
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.notifications.models import Device, Notification, Silence
from rapport.notifications.permissions import OWN_NOTIFICATIONS
from rapport.notifications.queries.lines import ranked
from rapport.notifications.queries.preferences import attention_of

# A page that sleeps longer has missed it: it stands in the list.
JUST_NOW = timedelta(minutes=3)
MOST_COUNTED = 100


@staff_view(OWN_NOTIFICATIONS)
def bell(request: StaffRequest) -> HttpResponse:
    """The number of things that are new, without the silenced ones, and fresh interruptions."""
    at, member = now(), request.member
    unread = Notification.objects.filter(member=member).unread()
    things = set(unread.values_list("thing_kind", "thing_id").distinct()[:MOST_COUNTED])
    silent = Silence.objects.filter(member=member).at(at).values_list("thing_kind", "thing_id")
    fresh = unread.filter(interrupted_at__gt=at - JUST_NOW)
    chosen = attention_of(member)
    wants_news = chosen.on_desktop or chosen.with_sound
    lines = ranked(fresh, reader=request.reader, slug=request.workspace.slug) if wants_news else []
    said = {
        "count": len(things - set(silent)) if things else 0,
        # A browser that is pushed to shows it by itself.
        "desktop": chosen.on_desktop and not _is_pushed_to(request),
        "sound": chosen.with_sound,
        "news": [
            {"id": str(line.pks[0]), "title": line.title, "why": line.why, "url": line.first.url}
            for line in lines
        ],
    }
    return JsonResponse(said)


def _is_pushed_to(request: StaffRequest) -> bool:
    key = request.session.session_key
    return Device.objects.filter(member=request.member, session_key=key).exists()
