"""Why somebody has a conversation, and that somebody is away, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.inbox import roster
from rapport.inbox.models import Conversation
from rapport.inbox.queries.giving import deputy_of
from rapport.inbox.roster import Absent
from rapport.lib.visibility import Turn
from rapport.ui import words
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Tally

_WAITING = Tally(
    lambda member: Conversation.objects.waiting_on(Turn.US).filter(assignee=member).values("pk")
)


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who is away: a sentence, who stands in, and how many open conversations of theirs
    wait on us."""

    member: Member
    said: str
    deputy: Member | None
    waiting: int


def why(conversation: Conversation) -> str:
    """Why it went to whoever has it by itself; empty where a person decided."""
    given = conversation.given
    if not given or conversation.assignee is None:
        return ""
    parts = [*_skills(given), _way(given["way"])]
    said = {"name": conversation.assignee.name, "why": ", ".join(parts)}
    sentence = _("Given to %(name)s: %(why)s") % said
    if not (instead := given.get("instead")):
        return sentence
    member = Member.objects.select_related("user").filter(pk=instead).first()
    back = date.fromisoformat(given["back"]) if given.get("back") else None
    away = was_away(member.name if member else _("Somebody"), back)
    return _("%(why)s; %(away)s") % {"why": sentence, "away": away}


def gone(member: Member, workspace: Workspace, *, at: datetime) -> Gone | None:
    """That they are away; None where they are there."""
    away = roster.absent(workspace, at=at)
    if member.pk not in away:
        return None
    said = is_away(member.name, away[member.pk].back_on)
    return Gone(member, said, deputy_of(member.pk, away), waiting(member))


def waiting(member: Member) -> int:
    """How many open conversations of theirs wait on us."""
    return _WAITING(member.pk)


def marked(members: Collection[Member], away: Mapping[int, Absent]) -> list[tuple[Member, str]]:
    """Each with until when they are away, for a list to choose from."""
    return [(one, until(away[one.pk].back_on) if one.pk in away else "") for one in members]


def until(back_on: date | None) -> str:
    """A word beside a name."""
    if back_on is None:
        return _("away")
    return _("away, back on %(day)s") % {"day": words.short(back_on)}


def is_away(name: str, back_on: date | None) -> str:
    """A sentence."""
    if back_on is None:
        return _("%(name)s is away.") % {"name": name}
    said = {"name": name, "day": words.short(back_on)}
    return _("%(name)s is away, back on %(day)s.") % said


def stands_in(gone: Gone) -> str:
    """A sentence; empty where nobody does."""
    return _("%(name)s stands in.") % {"name": gone.deputy.name} if gone.deputy else ""


def was_away(name: str, back_on: date | None) -> str:
    """The same of when it was given out, as a part of a sentence."""
    if back_on is None:
        return _("%(name)s was away") % {"name": name}
    return _("%(name)s was away, back on %(day)s") % {"name": name, "day": words.short(back_on)}


def _skills(given: Mapping[str, object]) -> list[str]:
    ids = given.get("skills")
    if not isinstance(ids, list) or not ids:
        return []
    names = ", ".join(sorted(roster.names(ids).values()))
    if not names:
        return []
    return [_("nobody who is there has %(skills)s") % {"skills": names}
            if given.get("unmet") else names]  # fmt: skip


def _way(way: str) -> str:
    return _("in turn") if way == "turns" else _("fewest open")
