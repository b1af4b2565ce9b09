"""`python -m bench.scale`: what ten times as many conversations cost, and how often is asked.

Both installations stand side by side and are asked in turn, so that what else the machine does
meets both: the ratio holds on a busy machine.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bench import cpu
from bench.stage import Stage, beside, filled, multiplied

ENGINES = ("SQLite", "PostgreSQL")
SIZES = (20_000, 200_000)
MOST = 1.3
W = "/w/bench/"
COUNT_QUERIES = """
import json, sys
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rapport.inbox.models import Label
from rapport.workspaces.scope import open_workspace
from rapport.workspaces.models import Workspace
settings.ALLOWED_HOSTS = ["*"]
browser = Client()
name, _, value = {cookie!r}.partition("=")
browser.cookies[name] = value
counts = {{}}
for name, path in json.loads({paths!r}).items():
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(path)
        assert answer.status_code == 200, (name, answer.status_code)
    counts[name] = len(asked)
print(json.dumps(counts))
"""
LABELS = """
import json
from rapport.inbox.models import Label
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
with open_workspace(Workspace.objects.get().pk):
    print(json.dumps(dict(Label.objects.values_list("name", "pk"))))
"""
# Three of four of the few are copies too, so that all of it stands soon.
COPIES = 4
# What a page costs at least: below it a tick of the clock is a third.
LEAST = 3.0


def paths(labels: dict[str, int], size: int) -> dict[str, str]:
    """What is measured, by name: the list, each of its filters, one of them, words, counts."""
    filters = {
        "waiting": "show=waiting", "closed": "show=closed", "all": "show=all", "mine": "show=mine",
        "label on 1 of 4": f"show=all&label={labels['bug']}",
        "label on 1 of 100": f"show=all&label={labels['renewal']}",
        "label on 1 of 1,000": f"show=all&label={labels['legal']}",
        "label, waiting": f"show=waiting&label={labels['renewal']}",
        "two labels": f"show=all&label={labels['bug']}&label={labels['invoice']}",
        "priority": "show=all&priority=1", "priority, waiting": "show=waiting&priority=1",
        "channel": "show=all&channel=phone", "channel, closed": "show=closed&channel=phone",
        "client": "show=all&client=CLIENT7", "client, waiting": "show=waiting&client=CLIENT7",
        "project": "show=all&project=SITE", "nobody's": "show=waiting&assignee=nobody",
        "a colleague's": "show=all&assignee=2", "mailbox": "show=all&mailbox=2",
        "followed": "show=all&followed=me", "waiting a week": "show=waiting&waits=7d",
        "between two days": "show=all&from=2020-01-01&to=2100-01-01",
        "words": "q=zanzibar", "words, closed": "show=closed&q=zanzibar",
    }  # fmt: skip
    found = {f"list, {name}": f"{W}inbox/?{query}" for name, query in filters.items()}
    return found | {
        "one conversation": f"{W}inbox/{size // 3}/",
        "search": f"{W}search/?q=zanzibar",
        "search, a common word": f"{W}search/?q=invoice",
        "search, a common word begun": f"{W}search/?q=invo",
        "search, a common and a rare word": f"{W}search/?q=invoice+zanzibar",
        "counts of 8 views": f"{W}inbox/views/counts/",
        "insight, 7 days": f"{W}insight/?days=7", "insight, 30 days": f"{W}insight/?days=30",
        "insight, a year": f"{W}insight/?days=365",
        "insight, one client": f"{W}insight/?days=90&client=CLIENT7",
        "insight, a figure's list": f"{W}insight/conversations/?days=30&which=answered",
        "insight, as a file": f"{W}insight/export/?days=90&as=csv",
    }  # fmt: skip


def main() -> None:
    """Measure both sizes on each engine and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--only", default="", help="only what has this in its name")
    arguments = parser.parse_args()
    print(f"Yardstick: {cpu.yardstick():.3f} s CPU. Milliseconds of CPU, queries, ratio.")
    failed = [name for engine in arguments.engines for name in _engine(engine, arguments)]
    sys.exit(f"above {MOST}: {', '.join(failed)}" if failed else 0)


def _engine(engine: str, arguments: argparse.Namespace) -> list[str]:
    began = perf_counter()
    few, many = arguments.sizes
    with (
        tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder,
        filled(engine, Path(folder) / "few", few, few // COPIES) as one,
        multiplied(one, Path(folder) / "many", many // few) as ten,
        one.served() as small,
        ten.served() as large,
    ):
        load = os.getloadavg()[0]
        print(f"\n{engine}: stands after {perf_counter() - began:.0f} s, load {load:.0f}")
        print(f"\n| {engine} | {few:,} | {many:,} | ratio | queries |\n|---|---|---|---|---|")
        failed = _compared(small, large, arguments)
    print(f"\n{perf_counter() - began:.0f} s in all", flush=True)
    return [f"{engine} {name}" for name in failed]


def _compared(small: Stage, large: Stage, arguments: argparse.Namespace) -> list[str]:
    """A row a page; returns which take too long or ask too often."""
    labels = json.loads(small.home.python(LABELS).splitlines()[-1])
    asked = {
        name: path
        for name, path in paths(labels, arguments.sizes[0]).items()
        if arguments.only in name
    }
    counts = [_queries(made, asked) for made in (small, large)]
    failed = []
    for name, path in asked.items():
        before, after = beside([small, large], path, arguments.times)
        few, many = (count[name] for count in counts)
        ratio = after / max(before, LEAST)
        if ratio > MOST or many > few:
            failed.append(name)
        mark = " ✗" if ratio > MOST else ""
        queries = f"{few}" if few == many else f"{few} → {many} ✗"
        print(
            f"| {name} | {before:.1f} | {after:.1f} | {ratio:.2f}{mark} | {queries} |", flush=True
        )
    return failed


def _queries(made: Stage, asked: dict[str, str]) -> dict[str, int]:
    code = COUNT_QUERIES.format(cookie=made.cookie, paths=json.dumps(asked))
    with made.home.begin(code) as running:
        said, _errors = running.communicate()
    counts: dict[str, int] = json.loads(said.splitlines()[-1])
    return counts


if __name__ == "__main__":
    main()
