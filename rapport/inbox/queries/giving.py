"""To whom a conversation goes by itself, and why: whoever is there and can do it.

In turn, somebody who is away is stood in for by their deputy, else passed over. By load they are
passed over; where all who can do it are away, a deputy of theirs gets it, else the freest who is
there. Nobody there: nobody gets it, and it waits for a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count

from rapport.accounts.models import Member
from rapport.inbox import roster
from rapport.inbox.models import Conversation, Rota
from rapport.inbox.permissions import REPLY
from rapport.inbox.roster import Absent, Skilled


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets it; why, in codes and ids; and, in turn, whose turn it was."""

    member: Member
    why: dict[str, Any]
    turn: Member | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Those among whom it goes, in their order, and who of all is away."""

    people: Sequence[Member]
    away: Mapping[int, Absent] = field(default_factory=dict)

    def there(self, people: Sequence[Member]) -> Member | None:
        """The first of them who is there."""
        return next((one for one in people if one.pk not in self.away), None)

    def instead(self, member: Member) -> dict[str, Any]:
        """In whose place it went to another."""
        back = self.away[member.pk].back_on
        return {"instead": member.pk, "back": back.isoformat() if back else None}


def whom(rota: Rota, conversation: Conversation, *, at: datetime) -> Choice | None:
    """Whoever is next; None where nobody is there."""
    team = Team(able(rota.members), roster.absent(conversation.workspace, at=at))
    if not team.people:
        return None
    if rota.way == Rota.Way.TURNS:
        return _in_turn(team, rota.last_id)
    asked = roster.asked(conversation) if rota.way == Rota.Way.SKILL else ()
    return _by_load(team, asked, rota.way)


def able(ids: Sequence[int]) -> list[Member]:
    """Those of these members who can answer, in their order."""
    rows = Member.objects.active().filter(pk__in=ids).select_related("user")
    known = {member.pk: member for member in rows if REPLY.held_by(member.role)}
    return [known[pk] for pk in ids if pk in known]


def deputy_of(member: int, away: Mapping[int, Absent]) -> Member | None:
    """Whoever stands in for somebody who is away: there, and able to answer."""
    deputy = away[member].deputy if member in away else None
    if deputy is None or deputy in away:
        return None
    return next(iter(able([deputy])), None)


def _in_turn(team: Team, last: int | None) -> Choice | None:
    keys = [member.pk for member in team.people]
    start = keys.index(last) + 1 if last in keys else 0
    order = [*team.people[start:], *team.people[:start]]
    first, why = order[0], {"way": "turns"}
    if first.pk not in team.away:
        return Choice(first, why, first)
    why |= team.instead(first)
    if deputy := deputy_of(first.pk, team.away):
        return Choice(deputy, why, first)
    follows = team.there(order)
    return Choice(follows, why, follows) if follows else None


def _by_load(team: Team, asked: Sequence[Skilled], way: str) -> Choice | None:
    """The freest of those who can do it; of equals the first in the order of the team."""
    load = dict(_open_with(team.people))
    freest = sorted(team.people, key=lambda member: load.get(member.pk, 0))
    fitting = [one for one in freest if _fits(one, asked)] or freest
    chosen, instead = team.there(fitting), fitting[0]
    if chosen is None:
        chosen, instead = _stand_in(fitting, team) or (team.there(freest), instead)
    if chosen is None:
        return None
    why: dict[str, Any] = {"way": way, "skills": [one.skill for one in asked]}
    if not _fits(chosen, asked):
        why["unmet"] = True
    return Choice(chosen, why | (team.instead(instead) if instead.pk in team.away else {}))


def _stand_in(absent: Sequence[Member], team: Team) -> tuple[Member, Member] | None:
    """The first who stands in for one of these, and for whom."""
    found = ((deputy_of(one.pk, team.away), one) for one in absent)
    return next(((deputy, one) for deputy, one in found if deputy is not None), None)


def _fits(member: Member, asked: Sequence[Skilled]) -> bool:
    return all(member.pk in skill.people for skill in asked)


def _open_with(people: Sequence[Member]) -> Sequence[tuple[int, int]]:
    rows = Conversation.objects.open().filter(assignee__in=people).order_by()
    return list(rows.values_list("assignee").annotate(n=Count("pk")))
