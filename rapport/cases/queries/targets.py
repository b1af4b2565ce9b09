"""How soon we answer and solve, by priority."""

from dataclasses import dataclass

from rapport.cases.models import Priority, Target


@dataclass(frozen=True, slots=True)
class Aim:
    """Business minutes until the first reply and until it is solved."""

    reply: int
    resolve: int


# Of an eight-hour day: one hour to one day, two days to ten.
DEFAULTS = {
    Priority.URGENT: Aim(60, 480),
    Priority.HIGH: Aim(240, 960),
    Priority.NORMAL: Aim(480, 2400),
    Priority.LOW: Aim(960, 4800),
}


def aims() -> dict[int, Aim]:
    """The open workspace's targets, with the defaults where none were set."""
    rows = Target.objects.values_list("priority", "reply_minutes", "resolve_minutes")
    chosen = {priority: Aim(reply, resolve) for priority, reply, resolve in rows}
    return {int(priority): chosen.get(priority, aim) for priority, aim in DEFAULTS.items()}
