"""The sentences about bookings in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.resourcing.events import BOOKING_MADE
from rapport.resourcing.models import Booking


@tells(BOOKING_MADE)
def booking_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """Somebody, or a role, was booked for a project."""
    rows = Booking.objects.visible_to(reader).live()
    found = rows.select_related("project", "member__user", "workspace").in_bulk(
        [event.subject_id for event in events]
    )
    lines = {}
    for event in events:
        row = found.get(event.subject_id)
        if row is not None:
            said = _("%(who)s booked for %(project)s: %(hours)s hours a week") % {
                "who": row.member.name if row.member else row.role,
                "project": row.project, "hours": f"{row.weekly_minutes / 60:g}",
            }  # fmt: skip
            url = reverse("resourcing.booking", args=[row.workspace.slug, row.number])
            lines[event.pk] = Line(said, url, "people")
    return lines
