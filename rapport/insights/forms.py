"""Parsing of what the address of the page says."""

from urllib.parse import urlencode

from django.utils.timezone import get_current_timezone, localdate, now

from rapport.accounts.requests import StaffRequest
from rapport.cases.models import Case
from rapport.inbox.models import Conversation
from rapport.insights.permissions import SEE_PEOPLE
from rapport.insights.queries.exchanges import Narrowing
from rapport.insights.queries.period import Period, period

LONGEST_KEY = 8


def asked_period(request: StaffRequest) -> Period:
    """Days are the reader's."""
    at = now()
    return period(request.GET.dict(), today=localdate(at), zone=get_current_timezone())


def asked_narrowing(request: StaffRequest) -> Narrowing:
    """What is no choice narrows nothing; a person's figures are for that person and those who
    manage."""
    query = request.GET
    wanted = _number(query.get("person", ""))
    if wanted is not None and not _may_see(request, wanted):
        wanted = request.member.pk
    return Narrowing(
        client=query.get("client", "")[:LONGEST_KEY].replace("\0", ""),
        channel=_one_of(query.get("channel", ""), Conversation.Channel.values),
        person=wanted,
        tier=_number(query.get("tier", "")),
        kind=_one_of(query.get("kind", ""), [*Case.Kind.values, "-"]),
    )


def people_of(request: StaffRequest) -> frozenset[int] | None:
    """Whose own figures this member may see; None is everybody's."""
    if SEE_PEOPLE.held_by(request.member.role):
        return None
    return frozenset({request.member.pk})


def kept(asked: Period, narrowing: Narrowing) -> str:
    """Both as part of an address, for the ways on."""
    said: dict[str, str] = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    return urlencode(said | narrowed(narrowing))


def narrowed(narrowing: Narrowing) -> dict[str, str]:
    """What is chosen, by name."""
    chosen = {
        "client": narrowing.client,
        "channel": narrowing.channel,
        "person": str(narrowing.person) if narrowing.person is not None else "",
        "kind": narrowing.kind,
        "tier": str(narrowing.tier) if narrowing.tier is not None else "",
    }
    return {name: value for name, value in chosen.items() if value}


def _may_see(request: StaffRequest, person: int) -> bool:
    people = people_of(request)
    return people is None or person in people


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _one_of(value: str, choices: list[str]) -> str:
    return value if value in choices else ""
