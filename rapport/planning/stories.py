"""The sentences about plans in a client's story."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.planning.events import (
    BASELINE_TAKEN,
    PLAN_FILLED,
    REMAINING_WORK_MOVED,
    SERIES_BEGUN,
    SERIES_CHANGED,
)
from rapport.planning.models import Baseline
from rapport.projects.models import Project, Task
from rapport.ui.words import long


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


@tells(REMAINING_WORK_MOVED)
def remaining_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """Work that was overdue goes on from a day."""
    rows = Project.objects.visible_to(reader).live().select_related("workspace")
    found = rows.in_bulk([event.subject_id for event in events])
    lines = {}
    for event in events:
        project, day = found.get(event.subject_id), event.facts.get("day")
        if project is not None and day and not reader.is_contact:
            said = {"project": project, "day": long(date.fromisoformat(day))}
            text = _("Overdue work of %(project)s goes on from %(day)s") % said
            url = reverse("planning.plan", args=[project.workspace.slug, project.key])
            lines[event.pk] = Line(text, url, "gantt")
    return lines


@tells(PLAN_FILLED)
def filling_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """A plan began with the shape of another."""
    rows = Project.objects.visible_to(reader).live().select_related("workspace")
    found = rows.in_bulk([event.subject_id for event in events])
    lines = {}
    for event in events:
        project = found.get(event.subject_id)
        if project is not None and not reader.is_contact:
            text = _("%(project)s has its plan: %(n)s tasks")
            url = reverse("planning.plan", args=[project.workspace.slug, project.key])
            said = {"project": project, "n": len(event.facts.get("tasks", ()))}
            lines[event.pk] = Line(text % said, url, "gantt")
    return lines


@tells(SERIES_BEGUN, SERIES_CHANGED)
def series_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """A task comes back from now on, or otherwise than before."""
    rows = Task.objects.visible_to(reader).live().select_related("project__workspace")
    found = rows.in_bulk([event.subject_id for event in events])
    lines = {}
    for event in events:
        task = found.get(event.subject_id)
        if task is not None and not reader.is_contact:
            project = task.project
            url = reverse("projects.task", args=[project.workspace.slug, project.key, task.number])
            lines[event.pk] = Line(_of_series(event, task.name), url, "refresh")
    return lines


def _of_series(event: Event, name: str) -> str:
    if event.verb == SERIES_CHANGED:
        return _("“%(name)s” comes back otherwise") % {"name": name}
    made = len(event.facts.get("made", ()))
    often = ngettext("“%(name)s” comes back %(n)s time", "“%(name)s” comes back %(n)s times", made)
    return often % {"name": name, "n": made}
