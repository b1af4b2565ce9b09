"""Note when a client is closed: one stretch of days, or the public holidays of their country."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.clients.events import CLOSURE_NOTED, CLOSURES_TAKEN
from rapport.clients.models import Client, Closure
from rapport.clients.models.closure import LONGEST_NAME
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused

LONGEST = timedelta(days=366)
MOST = 500  # that are not over


class ClosureRefused(Refused):
    """The client cannot be closed so."""


@dataclass(frozen=True, slots=True)
class Closed:
    """From which day to which, both included, and why."""

    first: date
    last: date
    name: str


@transaction.atomic
def note(client: Client, closed: Closed, *, by: Acts, at: datetime) -> Closure:
    """Note that a client is closed on these days."""
    if not closed.first <= closed.last <= closed.first + LONGEST:
        raise ClosureRefused(_("The last day must come after the first, within a year."))
    _require_room(client, 1, at)
    noted: Closure = Closure.objects.create(
        workspace_id=client.workspace_id, client=client, created_at=at,
        first=closed.first, last=closed.last, name=closed.name,
    )  # fmt: skip
    facts = {"first": closed.first.isoformat(), "last": closed.last.isoformat()}
    publish(CLOSURE_NOTED, subject=noted, by=by, at=at, facts=facts)
    return noted


@transaction.atomic
def take(client: Client, days: Mapping[date, str], *, by: Acts, at: datetime) -> int:
    """Note each of these days; on some they may be closed already. How many were new."""
    known = _closed_days(client, min(days, default=date.max))
    new = {day: name for day, name in sorted(days.items()) if day not in known}
    if not new:
        return 0
    _require_room(client, len(new), at)
    Closure.objects.bulk_create(
        Closure(
            workspace_id=client.workspace_id, client=client, created_at=at,
            first=day, last=day, name=name[:LONGEST_NAME],
        )
        for day, name in new.items()
    )  # fmt: skip
    publish(CLOSURES_TAKEN, subject=client, by=by, at=at, facts={"added": len(new)})
    return len(new)


def _require_room(client: Client, more: int, at: datetime) -> None:
    if Closure.objects.from_day(at.date()).filter(client=client).count() + more > MOST:
        raise ClosureRefused(_("A client may have at most %(n)d days off to come.") % {"n": MOST})


def _closed_days(client: Client, since: date) -> set[date]:
    spans = Closure.objects.from_day(since).filter(client=client).values_list("first", "last")
    return {
        first + timedelta(days=number)
        for first, last in spans
        for number in range((last - first).days + 1)
    }
