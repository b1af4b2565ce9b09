"""How soon we answer and solve: the workspace's own targets, and what was agreed with some."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.cases.models import Hours, Policy, PolicyClient, Priority, Target


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

    One made for the client comes before one made for the kind, and that before the workspace's
    own; of two that are as specific, the older. One query.
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
        is_for_some=Exists(theirs), is_for_them=Exists(theirs.filter(client=client))
    )
    return narrowed.filter(Q(is_for_some=False) | Q(is_for_them=True))


def _specific(row: Any) -> tuple[bool, bool, bool, int]:
    """Lower comes first."""
    policy = row.policy
    return policy is None, not row.is_for_them, not (policy and policy.kind), row.policy_id or 0
