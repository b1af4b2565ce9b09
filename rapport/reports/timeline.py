"""Reports in the client's timeline."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.reports import events
from rapport.reports.models import StatusReport


@tells(events.SENT)
def sent(happened: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """A report went out."""
    rows = StatusReport.objects.visible_to(reader).select_related("project", "workspace")
    found = rows.in_bulk([event.subject_id for event in happened])
    return {
        event.pk: Line(
            _("Status report %(n)s sent: %(project)s")
            % {"n": report.number, "project": report.project},
            url=reverse(
                "reports.report",
                kwargs={
                    "slug": report.workspace.slug,
                    "key": report.project.key,
                    "number": report.number,
                },
            ),
            icon="report",
        )
        for event in happened
        if (report := found.get(event.subject_id))
    }
