"""`python -m bench.alerts`: what telling staff of a mail adds to taking it in.

Mails that begin conversations and replies to conversations that somebody holds are taken in by one
process, some with everybody listening and some without those who tell staff, in turn: with,
without, without, with. Counted is CPU of the process, of its parser and of its database, and of the
jobs that follow, so that what else the machine does meets both alike.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.stage import Filled, filled

ENGINES = ("SQLite", "PostgreSQL")
TICKETS = 3000
ROUND = """
import json, os, time
from django.db import connection
from bench import cpu, mails
from rapport.events.listeners import BY_VERB
from rapport.events.worker import Worker
from rapport.inbox.models import Mailbox
from rapport.notifications.models import Notification
from rapport.notifications.tasks import look_after_attention
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

EVERYBODY = {{verb: list(listeners) for verb, listeners in BY_VERB.items()}}
QUIET = {{
    verb: [one for one in listeners if not one.name.startswith("notifications.")]
    for verb, listeners in EVERYBODY.items()
}}
workspace = Workspace.objects.get()
taken = 0

def used():
    pids = [os.getpid(), *mails._children()]
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        pids.append(connection.connection.info.backend_pid)
    return cpu.of(pids)

def take(n):
    global taken
    for _ in range(n):
        kind = ("new", "reply")[taken % 2]
        mails._take(mails._mail(kind, taken).as_bytes(), workspace, mailbox, f"{{kind}}/{{taken}}")
        taken += 1

def portion(listeners, n):
    BY_VERB.update(listeners)
    before, told = used(), Notification.objects.count()
    take(n)
    with_jobs = Worker(open_workspace).run_until_idle
    with_jobs()
    if listeners is EVERYBODY:
        look_after_attention()
    return 1000 * (used() - before) / n, Notification.objects.count() - told

with open_workspace(workspace.pk):
    mailbox = Mailbox.objects.get(address=mails.STUDIO)
    portion(QUIET, 15), portion(EVERYBODY, 15)
    for _ in range({rounds}):
        first, without, again, last = (
            portion(listeners, {mails}) for listeners in (EVERYBODY, QUIET, QUIET, EVERYBODY)
        )
        print(json.dumps([(first[0] + last[0]) / 2, (without[0] + again[0]) / 2, first[1] + last[1],
                          without[1] + again[1]]), flush=True)
"""


def main() -> None:
    """Print a table: milliseconds a mail, and the ratio at the median of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument(
        "--mails", type=int, default=20, help="in each of the four parts of a round"
    )
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    arguments = parser.parse_args()
    print("| engine | with alerts, ms | without, ms | ratio | rounds | alerts |")
    print("|---|---|---|---|---|---|")
    for engine in arguments.engines:
        with (
            tempfile.TemporaryDirectory(prefix="rapport-alerts-") as folder,
            filled(engine, Path(folder) / "home", TICKETS) as made,
        ):
            print(_row(engine, _rounds(made, arguments)), flush=True)


def _rounds(made: Filled, arguments: argparse.Namespace) -> list[list[float]]:
    code = ROUND.format(rounds=arguments.rounds, mails=arguments.mails)
    with made.home.begin(code) as running:
        said, _errors = running.communicate()
    if running.returncode:
        sys.exit(running.returncode)
    return [json.loads(line) for line in said.splitlines() if line.startswith("[")]


def _row(engine: str, rounds: list[list[float]]) -> str:
    told, quiet = (median(one[n] for one in rounds) for n in (0, 1))
    ratios = sorted(one[0] / one[1] for one in rounds)
    alerts = sum(int(one[2]) for one in rounds)
    assert alerts and not sum(one[3] for one in rounds), "nobody was told, or somebody was"
    span = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    return (
        f"| {engine} | {told:.1f} | {quiet:.1f} | {median(ratios):.2f} ({span})"
        f" | {len(rounds)} | {alerts} |"
    )


if __name__ == "__main__":
    main()
