"""What members chose, with the defaults where they chose nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from rapport.accounts.models import Member
from rapport.engine.attention import Rules, Way
from rapport.notifications.models import Attention, Preference, Topic

# What the client feels already interrupts; what waits for a person is bundled; the rest is listed.
DEFAULTS: dict[Topic, Way] = {
    Topic.MISSED: Way.INTERRUPT,
    Topic.COMPLAINT: Way.INTERRUPT,
    Topic.DEADLINE: Way.INTERRUPT,
    Topic.HELD: Way.INTERRUPT,
    Topic.TROUBLE: Way.INTERRUPT,
    Topic.MENTION: Way.INTERRUPT,
    Topic.FEEDBACK: Way.LIST,
    Topic.FOLLOWED: Way.LIST,
}
# These break through quiet hours and a spent budget.
URGENT = frozenset({Topic.MISSED, Topic.COMPLAINT})


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of alert and how it reaches somebody."""

    topic: Topic
    way: Way
    is_urgent: bool


def choices(member: Member) -> list[Choice]:
    """All kinds in their order."""
    ways = ways_of([member.pk])[member.pk]
    return [Choice(topic, ways[topic], topic in URGENT) for topic in Topic]


def ways_of(members: Iterable[int]) -> dict[int, dict[Topic, Way]]:
    """By member and kind."""
    chosen: dict[int, dict[Topic, Way]] = defaultdict(dict)
    members = list(members)
    rows = Preference.objects.filter(member__in=members)
    for member, topic, way in rows.values_list("member", "topic", "way"):
        chosen[member][Topic(topic)] = Way(way)
    usual = {topic: DEFAULTS.get(topic, Way.BUNDLE) for topic in Topic}
    return {member: usual | chosen[member] for member in members}


def attention_of(member: Member) -> Attention:
    """What this member chose, or an unsaved row of the defaults."""
    found: Attention | None = Attention.objects.filter(member=member).first()
    return found or Attention(workspace_id=member.workspace_id, member=member)


def rules(attention: Attention, member: Member) -> Rules:
    """As the engine reads them."""
    return Rules(
        zone=ZoneInfo(member.user.time_zone),
        budget=attention.budget,
        quiet_from=attention.quiet_from,
        quiet_to=attention.quiet_to,
        digests=[time.fromisoformat(clock) for clock in attention.digests],
        urgent_breaks_through=attention.urgent_breaks_through,
    )
