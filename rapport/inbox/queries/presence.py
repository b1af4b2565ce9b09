"""Who is at a conversation, and what they do there."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation, Presence

# Moments are renewed every twenty seconds at the latest (frontend/elements/live-presence.js).
TYPES_ON = timedelta(seconds=25)
STAYS_ACTIVE = timedelta(seconds=100)


class Doing(StrEnum):
    """What somebody does at a conversation."""

    TYPING = "typing"
    VIEWING = "viewing"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is there."""

    name: str
    doing: Doing

    @property
    def said(self) -> str:
        """It as a sentence."""
        sentences = {
            Doing.TYPING: _("%(name)s is writing here"),
            Doing.VIEWING: _("%(name)s is looking at this"),
            Doing.IDLE: _("%(name)s has this open and is away"),
        }
        return sentences[self.doing] % {"name": self.name}


def others_at(conversation: Conversation, *, than: Member, at: datetime) -> list[Present]:
    """Who else is there, who came first at first; of members alone, never a client."""
    rows = Presence.objects.alive(at).filter(conversation=conversation).exclude(member=than)
    rows = rows.filter(member__deactivated_at=None).select_related("member__user").order_by("pk")
    return [Present(row.member.name, doing(row, at)) for row in rows]


def states(conversations: Collection[int], at: datetime) -> dict[int, frozenset[tuple[int, Doing]]]:
    """What there is to tell about these conversations, of any workspace: to be compared with what
    was told last. One question, of rows as few as there are open pages."""
    found = defaultdict(set)
    rows = Presence.everywhere.alive(at).filter(conversation__in=conversations)
    for row in rows.only("conversation", "member", "seen_at", "active_at", "typing_at"):
        found[row.conversation_id].add((row.member_id, doing(row, at)))
    return {conversation: frozenset(state) for conversation, state in found.items()}


def doing(row: Presence, at: datetime) -> Doing:
    """What they do, by the moments that were last renewed."""
    if row.typing_at and row.typing_at > at - TYPES_ON:
        return Doing.TYPING
    if row.active_at and row.active_at > at - STAYS_ACTIVE:
        return Doing.VIEWING
    return Doing.IDLE
