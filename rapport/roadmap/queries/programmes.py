"""Programmes with what their projects come to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.projects.models import Programme
from rapport.projects.queries.listing import Filters, listed
from rapport.roadmap.queries.figures import Figures, RollUp, figures_of
from rapport.roadmap.queries.scale import YEAR, Scale, moved

# No line of time is drawn longer, nor shorter.
MOST_MONTHS, FEWEST_MONTHS = 60, 3


@dataclass(frozen=True, slots=True)
class Row:
    """A programme of the list."""

    programme: Programme
    lead: Member | None
    sum: RollUp


def rolled_up(programmes: Sequence[Programme], reader: Reader, at: datetime) -> list[Row]:
    """In the order of the programmes; a fixed number of queries, however many."""
    projects = listed(reader, Filters(state="all")).filter(programme__in=programmes)
    found: dict[int, list[Figures]] = defaultdict(list)
    for one in figures_of(list(projects), reader, at):
        found[one.project.programme_id or 0].append(one)
    is_guest = reader.project_ids is not None
    return [Row(one, None if is_guest else one.lead, RollUp(found[one.pk])) for one in programmes]


def of_programme(programme: Programme, reader: Reader, at: datetime) -> RollUp:
    """What the projects of it that this reader sees come to."""
    projects = listed(reader, Filters(state="all", programme=programme.number))
    return RollUp(figures_of(list(projects), reader, at))


def scale_of(found: RollUp, today: date) -> Scale:
    """From the month in which the first begins to the one in which the last is done."""
    first = (found.first or today).replace(day=1)
    ends = [day for day in (found.planned, found.expected, found.likely, found.first) if day]
    last = max([*ends, *(promise.due for promise in found.promises)], default=today)
    months = (last.year - first.year) * YEAR + last.month - first.month + 1
    if months > MOST_MONTHS:
        first = max(first, moved(today.replace(day=1), -YEAR))
    return Scale(first, min(max(months, FEWEST_MONTHS), MOST_MONTHS))
