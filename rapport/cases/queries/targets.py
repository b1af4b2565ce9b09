"""How soon we answer and solve: the workspace's own targets, and what was agreed with some."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.cases.models import Hours, Policy, PolicyClient, Priority, Target
from rapport.clients.models import Client


@dataclass(frozen=True, slots=True)
class Aim:
    """Business minutes until the first reply and until it is solved; until the next reply, and
    from one word to another; until a complaint is acknowledged. None is not agreed."""

    reply: int | None = None
    resolve: int | None = None
    next: int | None = None
    every: int | None = None
    acknowledge: int | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was agreed."""
        return self == Aim()


@dataclass(frozen=True, slots=True)
class Agreed:
    """What holds for a case, and by which policy; None is the workspace's own."""

    aim: Aim
    policy: Policy | None = None

    @property
    def hours(self) -> str:
        """In which hours its minutes count."""
        return self.policy.hours if self.policy else Hours.OURS


# Of an eight-hour day: one hour to one day, two days to ten.
DEFAULTS = {
    Priority.URGENT: Aim(60, 480, acknowledge=30),
    Priority.HIGH: Aim(240, 960, acknowledge=60),
    Priority.NORMAL: Aim(480, 2400, acknowledge=240),
    Priority.LOW: Aim(960, 4800, acknowledge=480),
}


def aims(policy: Policy | None = None) -> dict[int, Aim]:
    """The targets by priority: of a policy, or the open workspace's own, with the usual ones
    where none were set."""
    rows = Target.objects.filter(policy=policy)
    chosen = {row.priority: aim_of(row) for row in rows}
    usual = {p: Aim() for p in Priority} if policy else DEFAULTS
    return {int(priority): chosen.get(priority, aim) for priority, aim in usual.items()}


def aim_of(row: Target) -> Aim:
    """The minutes of a row."""
    return Aim(
        row.reply_minutes, row.resolve_minutes, row.next_minutes, row.every_minutes,
        row.acknowledge_minutes,
    )  # fmt: skip


def agreed(*, kind: str, priority: int, client: int | None) -> Agreed:
    """What holds for such a case: the most specific policy that says something for its priority.

    | a policy for            | holds for                       | before |
    |-------------------------|---------------------------------|--------|
    | the client and the kind | this kind, of this client       | 1st    |
    | the client              | everything of this client       | 2nd    |
    | a tier and the kind     | this kind, of its clients       | 3rd    |
    | a tier                  | everything of its clients       | 4th    |
    | the kind                | this kind, of everybody         | 5th    |
    | (the workspace's own)   | everything                      | last   |

    A policy that leaves the priority empty says nothing for it, and the next one holds; of two that
    are as specific, the older. One query.
    """
    rows = sorted(_candidates(kind, priority, client), key=_specific)
    if not rows:
        return Agreed(DEFAULTS[Priority(priority)])
    return Agreed(aim_of(rows[0]), rows[0].policy)


def _candidates(kind: str, priority: int, client: int | None) -> QuerySet[Any]:
    theirs = PolicyClient.objects.filter(policy=OuterRef("policy"))
    live = Q(policy__binned_at=None, policy__kind__in=["", kind])
    rows = Target.objects.filter(priority=priority).select_related("policy")
    narrowed: QuerySet[Any] = rows.filter(Q(policy=None) | live).annotate(
        is_for_some=Exists(theirs),
        is_for_them=Exists(theirs.filter(client=client)),
        is_of_tier=Exists(Client.objects.filter(pk=client, tier=OuterRef("policy__tier"))),
    )
    tier = Q(policy__tier=None) | Q(is_of_tier=True)
    return narrowed.filter(Q(is_for_some=False) | Q(is_for_them=True)).filter(tier)


def _specific(row: Any) -> tuple[bool, bool, bool, bool, int]:
    """Lower comes first."""
    policy = row.policy
    has_kind = bool(policy and policy.kind)
    return policy is None, not row.is_for_them, not row.is_of_tier, not has_kind, row.policy_id or 0
