"""In which hours the clock of a case counts."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from rapport.calendars.queries.working_time import opening_hours
from rapport.cases.models import Case, Hours
from rapport.clients.models import Closure
from rapport.engine.business_time import DAY_MINUTES, OpeningHours
from rapport.workspaces.models import Workspace

_ALL_DAY = (((0, DAY_MINUTES),),) * 7


def hours_of(case: Case) -> OpeningHours:
    """The hours of one case; needs its workspace."""
    return book(case.workspace, [case])(case)


def book(workspace: Workspace, cases: Iterable[Case]) -> Callable[[Case], OpeningHours]:
    """The hours of each of these cases, in a fixed number of queries."""
    ours = opening_hours(workspace)
    closed = _closed_days({case.client_id for case in cases if _asks_the_client(case)})
    return lambda case: _hours(case, ours, closed.get(case.client_id, frozenset()))


def _hours(case: Case, ours: OpeningHours, closed: frozenset[date]) -> OpeningHours:
    if case.hours == Hours.ALWAYS:
        return OpeningHours(days=_ALL_DAY, zone=ours.zone)
    if not _asks_the_client(case):
        return ours
    off = closed if case.hours == Hours.THEIRS else ours.holidays | closed
    return replace(ours, holidays=off)


def _asks_the_client(case: Case) -> bool:
    return case.client_id is not None and case.hours in (Hours.THEIRS, Hours.BOTH)


def _closed_days(clients: set[int | None]) -> dict[int | None, frozenset[date]]:
    if not clients:
        return {}
    days: dict[int | None, set[date]] = defaultdict(set)
    rows = Closure.objects.live().filter(client__in=clients)
    for client, first, last in rows.values_list("client", "first", "last"):
        days[client] |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return {client: frozenset(found) for client, found in days.items()}
