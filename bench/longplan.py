"""`python -m bench.longplan TASKS`: fill a home with one long plan. Prints how to sign in, as JSON.

Summaries of twenty tasks, two links a task of all kinds, some with lags, a baseline, promises and
an outlook: everything comes in by the product's own operations.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs the apps
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from rapport.accounts.models import Member  # noqa: E402
from rapport.accounts.operations import start  # noqa: E402
from rapport.cli.database import prepare_database  # noqa: E402
from rapport.clients.operations import clients  # noqa: E402
from rapport.planning.operations import baselines, outlook, scheduling  # noqa: E402
from rapport.projects.durations import Lag  # noqa: E402
from rapport.projects.models import Project, Task  # noqa: E402
from rapport.projects.operations import projects, taking_in  # noqa: E402
from rapport.projects.queries.incoming import (  # noqa: E402
    IncomingLink,
    IncomingTask,
    difference,
)
from rapport.promises.operations import making  # noqa: E402
from rapport.workspaces.scope import open_workspace  # noqa: E402

FAMILY, REACH = 20, 200  # tasks of a summary; how many tasks back a link comes from
KINDS = ("FS",) * 7 + ("SS", "FF", "SF")
LAGS = (0, 0, 0, 480, -240)
MEASURED_AHEAD = 2_500  # tasks; a longer plan is not simulated here


def main(tasks: int) -> None:
    """A company, its long plan, and the way in."""
    prepare_database()
    at = now()
    owner = start.found(
        start.Company("Bench", "bench"),
        owner=start.Person("Olive Owner", "olive@bench.example", "a long walk in fog"),
        at=at,
    )
    with open_workspace(owner.workspace_id):
        project = _project(owner, at)
        _plan(project, tasks, at)
        baselines.take(project, "As agreed", by=owner, at=at)
        _promises(project, owner, at)
        if tasks <= MEASURED_AHEAD:
            outlook.reckon(Project.objects.get(pk=project.pk), at=at)
        leaves = Task.objects.leaves().filter(project=project).order_by("position")
        numbers = list(leaves.values_list("number", flat=True))
    way_in = {"cookie": settings.SESSION_COOKIE_NAME, "session": _session(owner)}
    print(json.dumps({**way_in, "numbers": numbers}))


def _project(owner: Member, at: datetime) -> Project:
    facts = clients.ClientFacts("Kestrel Bank", key="KES")
    company = clients.create(owner.workspace, facts=facts, by=owner, at=at)
    details = projects.ProjectDetails(
        key="LONG", name="A long plan", starts_on=at.date() - timedelta(days=60), lead=owner
    )
    return projects.create(company, details, by=owner, at=at)


def _plan(project: Project, count: int, at: datetime) -> None:
    dice = random.Random(1)  # noqa: S311 - a plan for measuring
    made = list(_tasks(count, dice))
    links = list(_links([task.uid for task in made if task.parent], dice))
    taking_in.take_in(project, made, difference(project, made, links), at=at)
    project.refresh_from_db()
    scheduling.reschedule(project, at=at)


def _tasks(count: int, dice: random.Random) -> Iterator[IncomingTask]:
    for number in range(count):
        family = f"{number - number % FAMILY}"
        if number % FAMILY == 0:
            yield IncomingTask(family, None, {"name": f"Phase {number // FAMILY + 1}"})
            continue
        minutes = 240 * dice.randint(1, 10)
        values = {"name": f"Task {number} of the long plan", "duration_minutes": minutes}
        if number % 31 == 0:
            values |= {"is_milestone": True, "duration_minutes": 0}
        yield IncomingTask(str(number), family, values)


def _links(leaves: list[str], dice: random.Random) -> Iterator[IncomingLink]:
    seen = set()
    for place, uid in enumerate(leaves):
        for before in dice.choices(leaves[max(0, place - REACH) : place] or leaves[:1], k=2):
            if before != uid and (before, uid) not in seen:
                seen.add((before, uid))
                yield IncomingLink(before, uid, dice.choice(KINDS), Lag(dice.choice(LAGS)))


def _promises(project: Project, owner: Member, at: datetime) -> None:
    for what, days in (("First release", 90), ("Hand-over", 400)):
        due: date = at.date() + timedelta(days=days)
        new = making.NewPromise(project.client, what, due, project=project)
        making.make(new, by=owner, at=at)


def _session(owner: Member) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(owner.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = owner.user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
