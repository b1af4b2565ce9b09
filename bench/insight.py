"""`python -m bench.insight`: the page of figures with 20,000 and 200,000 conversations in a year.

Facts are written as the counting would leave them; the page is asked for as the owner sees it.
"""

import argparse
import tempfile
from pathlib import Path

from tests.living import Home

FILL = """
import random, time
from datetime import timedelta
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.test import Client as Browser
from django.utils.timezone import now
from rapport.accounts.operations import start
from rapport.clients.models import Client
from rapport.cli.database import prepare_database
from rapport.inbox.models import Conversation
from rapport.insights.models import ConversationFact
from rapport.lib import statistics as gathered
from rapport.workspaces.scope import open_workspace

prepare_database()
at, n, dice = now(), {count}, random.Random(4)
owner = start.found(
    start.Company("Bench", "bench"),
    owner=start.Person("Olive Owner", "olive@bench.example", "a long walk in fog"), at=at,
)
workspace = owner.workspace
with open_workspace(workspace.pk):
    clients = Client.objects.bulk_create(
        Client(workspace=workspace, key=f"C{{k}}", name=f"Client {{k}}", created_at=at)
        for k in range(200)
    )
    for begin in range(0, n, 5000):
        began = [at - timedelta(minutes=dice.randrange(525600)) for _ in range(5000)]
        talks = Conversation.objects.bulk_create(
            Conversation(
                workspace=workspace, number=begin + k, subject="Labels", turn_since=when,
                client=dice.choice(clients), started_at=when, last_message_at=when,
                closed_at=when if dice.random() < 0.9 else None,
            )
            for k, when in enumerate(began)
        )
        ConversationFact.objects.bulk_create(
            ConversationFact(
                workspace=workspace, conversation=talk, began_at=when, last_in_at=when,
                first_reply=int(dice.expovariate(1 / 90)), first_reply_by=owner,
                resolution=int(dice.expovariate(1 / 600)), replies=dice.randrange(1, 5),
                reopened=int(dice.random() < 0.1),
            )
            for talk, when in zip(talks, began)
        )
    gathered.gather()
browser = Browser()
browser.force_login(owner.user, settings.AUTHENTICATION_BACKENDS[-1])
with override_settings(ALLOWED_HOSTS=["*"]):
    for days in (30, 90, 365):
        took = []
        for _ in range({times}):
            with CaptureQueriesContext(connection) as queries:
                begun = time.perf_counter()
                answer = browser.get(f"/w/bench/insight/?days={{days}}", secure=True)
                took.append(time.perf_counter() - begun)
            assert answer.status_code == 200, answer.status_code
        took.sort()
        print(days, len(queries), round(1000 * took[len(took) // 2]))
"""


def main() -> None:
    """Print a table: days, queries, milliseconds at the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    print("| conversations | days shown | queries | ms, median |\n|---|---|---|---|")
    for count in arguments.counts:
        with tempfile.TemporaryDirectory(prefix="rapport-insight-") as folder:
            home = Home(Path(folder))
            begun = home.begin(FILL.format(count=count, times=arguments.times))
            said, _errors = begun.communicate(timeout=1800)
            for line in said.splitlines()[-3:]:
                days, queries, milliseconds = line.split()
                print(f"| {count:,} | {days} | {queries} | {milliseconds} |")


if __name__ == "__main__":
    main()
