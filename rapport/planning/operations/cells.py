"""Write into many cells of a plan at once, days on which tasks are to end among them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from rapport.events.actor import Acts
from rapport.events.models import Event
from rapport.planning.operations import scheduling
from rapport.planning.queries.lengths_until import lengths_until
from rapport.projects.models import Project
from rapport.projects.operations import writing
from rapport.projects.operations.writing import Line


@transaction.atomic
def write(
    project: Project, lines: Sequence[Line], ends: Mapping[int, date], *, by: Acts, at: datetime
) -> int | None:
    """Write all lines as one act; those named in `ends`, by their place, last until that day."""
    if ends:
        lines = _lasting(project, lines, ends, by=by, at=at)
    return writing.write(project, lines, by=by, at=at)


def _lasting(
    project: Project, lines: Sequence[Line], ends: Mapping[int, date], *, by: Acts, at: datetime
) -> list[Line]:
    """How long they last hangs on all else that is written: so that is written first, looked at
    and taken back."""
    trial = transaction.savepoint()
    try:
        with scheduling.postponed():
            act = writing.write(project, lines, by=by, at=at)
        tasks = _tasks(lines, act)
        minutes = lengths_until(project, {tasks[place]: day for place, day in ends.items()})
    finally:
        transaction.savepoint_rollback(trial)
    lengths = {place: minutes[tasks[place]] for place in ends if tasks[place] in minutes}
    return [
        replace(line, values={**line.values, "duration_minutes": lengths[place]})
        if place in lengths
        else line
        for place, line in enumerate(lines)
    ]


def _tasks(lines: Sequence[Line], act: int | None) -> list[int]:
    """The tasks of the lines, those that the act made included."""
    made = iter(Event.objects.get(pk=act).facts["made"] if act else ())
    return [line.task.pk if line.task else next(made) for line in lines]
