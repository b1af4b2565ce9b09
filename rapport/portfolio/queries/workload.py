"""A plan as the weeks of its people: what of it falls to whom, beside all else they have."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapport.lib.reader import Reader
from rapport.portfolio.load import Span, Standing, in_week
from rapport.portfolio.queries.capacity import Line, heat_map
from rapport.projects.models import Project


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody's weeks, in each the minutes of this plan, booked ones too, and the tasks they
    have in it, the nearest first."""

    line: Line
    here: list[float]
    tasks: list[Standing]

    @property
    def minutes(self) -> float:
        """All that is left of these tasks for them."""
        return sum(one.minutes for one in self.tasks)


def workload(project: Project, reader: Reader, span: Span) -> list[Share]:
    """Everybody who has something left to do in a plan, then what nobody has."""
    heat = heat_map(reader, project.workspace, span)
    return list(_shares(project, span, [*heat.people, *heat.unfilled]))


def _shares(project: Project, span: Span, lines: list[Line]) -> Iterator[Share]:
    for line in lines:
        held = [one for one in line.standing if one.piece.project == project.pk and one.minutes]
        if held:
            here = [
                sum(minutes for _one, minutes in in_week(held, span.days(monday)))
                for monday in span.mondays
            ]
            tasks = [one for one in held if one.piece.kind == "task"]
            tasks.sort(key=lambda one: (one.piece.first, one.piece.last))
            yield Share(line, here, tasks)
