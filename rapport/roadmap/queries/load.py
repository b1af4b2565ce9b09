"""What is to be done for each project in the next weeks, and who of its people has too much."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rapport.lib.reader import Reader
from rapport.portfolio.load import A_WEEK, Span
from rapport.portfolio.queries.capacity import heat_map
from rapport.resourcing.days import monday_of
from rapport.roadmap.queries.standing import Load, Standing
from rapport.workspaces.models import Workspace

WEEKS = 4


def loaded(
    standings: Sequence[Standing], reader: Reader, workspace: Workspace, *, today: date
) -> list[Standing]:
    """The same with the load of each: a fixed number of queries."""
    if not standings:
        return []
    heat = heat_map(reader, workspace, Span(today, monday_of(today), WEEKS))
    minutes: dict[int, float] = defaultdict(float)
    over: dict[int, list[str]] = defaultdict(list)
    for line in (*heat.people, *heat.unfilled):
        mine: dict[int, float] = defaultdict(float)
        for one in line.standing:
            mine[one.piece.project] += sum(
                amount for day, amount in one.days.items() if day < WEEKS * A_WEEK
            )
        for project, amount in mine.items():
            minutes[project] += amount
            if amount and line.first_over:
                over[project].append(line.name)
    return [
        replace(one, load=Load(minutes[one.project.pk], over[one.project.pk])) for one in standings
    ]
