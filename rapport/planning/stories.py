"""The sentences about plans in a client's story."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.planning.events import BASELINE_TAKEN
from rapport.planning.models import Baseline


@tells(BASELINE_TAKEN)
def baseline_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """A plan was kept as it stood."""
    rows = Baseline.objects.visible_to(reader).live().select_related("project", "workspace")
    found = rows.in_bulk([event.subject_id for event in events])
    lines = {}
    for event in events:
        row = found.get(event.subject_id)
        if row is not None:
            text = _("Baseline of %(project)s taken: %(name)s")
            url = reverse(
                "planning.baseline", args=[row.workspace.slug, row.project.key, row.number]
            )
            lines[event.pk] = Line(text % {"project": row.project, "name": row.name}, url, "gantt")
    return lines
