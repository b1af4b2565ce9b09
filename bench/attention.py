"""`python -m bench.attention`: alerts a person a day in the demo's story, one by one and bundled.

"One by one" is each event as an alert of its own. "After" sends the same events through the
default choices: what interrupted, in how many moments, how many digests went out, and how many
lines they had. Nobody changes a setting, and everybody reads each digest.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from rapport.engine.attention import Alert, Held, Rules, State, Way, next_digest, weigh
from tests.living import Home

TOLD = """
import json
from rapport.accounts.models import Member
from rapport.events.models import Event
from rapport.notifications.models import Notification
from rapport.notifications.queries.preferences import DEFAULTS, URGENT
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
for workspace in Workspace.objects.all():
    with open_workspace(workspace.pk):
        for row in Notification.objects.select_related("member__user"):
            for at in Event.objects.filter(pk__in=row.event_ids).values_list("at", flat=True):
                print(json.dumps([
                    row.member_id, row.member.user.time_zone, row.topic,
                    str(DEFAULTS.get(row.topic, "bundle")), row.topic in URGENT,
                    [row.thing_kind, row.thing_id], at.isoformat(),
                ]))
"""
BUDGET, DIGESTS = 5, [time(9), time(13), time(16, 30)]


@dataclass
class Count:
    """What reached one person on one day."""

    alerts: int = 0
    interruptions: set[datetime] = field(default_factory=set)
    held: int = 0
    lines: dict[datetime, set[str]] = field(default_factory=lambda: defaultdict(set))


def main() -> None:
    """Tell the story into a home of its own and print the table."""
    with tempfile.TemporaryDirectory(prefix="rapport-attention-") as folder:
        home = Home(Path(folder))
        home.run("demo")
        told = [json.loads(line) for line in home.python(TOLD).splitlines() if line[:1] == "["]
    days = _counted(sorted(told, key=lambda one: one[-1]))
    _print(days.values())


def _counted(told: Iterable[list]) -> dict[tuple[int, date], Count]:
    days: dict[tuple[int, date], Count] = defaultdict(Count)
    for member, zone, _topic, way, urgent, thing, moment in told:
        at = datetime.fromisoformat(moment)
        rules = Rules(ZoneInfo(zone), BUDGET, time(18), time(8), DIGESTS)
        count = days[member, at.astimezone(rules.zone).date()]
        count.alerts += 1
        state = State(len(count.interruptions), is_day_off=at.weekday() > 4)
        said = weigh(Alert(Way(way), at, urgent), rules, state, at)
        if said.held is None:
            count.interruptions.add(at.replace(second=0, microsecond=0))
        elif said.held != Held.LISTED:
            count.held += 1
            count.lines[next_digest(rules, at)].add(str(thing))
    return days


def _print(days: Iterable[Count]) -> None:
    days = list(days)
    n = len(days)
    lines = [len(things) for day in days for things in day.lines.values()]
    print(f"days of people on which anything came: {n}")
    print("| a person a day | mean | most |\n|---|---|---|")
    for name, figures in (
        ("alerts, one by one", [day.alerts for day in days]),
        ("interruptions", [len(day.interruptions) for day in days]),
        ("digests with anything in them", [len(day.lines) for day in days]),
        ("lines in those digests", [sum(map(len, day.lines.values())) for day in days]),
    ):
        print(f"| {name} | {sum(figures) / n:.1f} | {max(figures)} |")
    print(f"lines a digest: {sum(lines) / max(1, len(lines)):.1f}")


if __name__ == "__main__":
    main()
