"""Fill an installation: tickets as conversations, a plan of 1,000 tasks, an owner. Prints JSON."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs the apps
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils.timezone import localdate, now  # noqa: E402

from bench import sorting  # noqa: E402
from bench.corpus import tickets  # noqa: E402
from bench.multiply import multiply  # noqa: E402
from rapport.accounts.models import Member  # noqa: E402
from rapport.accounts.operations import members, start  # noqa: E402
from rapport.cli.database import prepare_database  # noqa: E402
from rapport.clients.models import Client, Contact  # noqa: E402
from rapport.inbox.models import Conversation, Mailbox, Mention, Message, Participant  # noqa: E402
from rapport.insights.operations import counting  # noqa: E402
from rapport.lib import statistics  # noqa: E402
from rapport.planning.operations import scheduling  # noqa: E402
from rapport.projects.models import Dependency, Project, Task  # noqa: E402
from rapport.search.operations import index  # noqa: E402
from rapport.workspaces.models import RunningNumber, Workspace  # noqa: E402
from rapport.workspaces.scope import open_workspace  # noqa: E402

# What is written one by one; more are copies of these, made by the database.
BASE = 20_000
# One conversation began in so many minutes, whatever is a copy.
EVERY = 7
BATCH = 500
TASKS = 1000
AGENTS = 20


def main(count: int, base: int = BASE) -> None:
    """Everything the measurement needs, and how to sign in."""
    prepare_database()
    at, base = now(), min(count, base)
    owner = start.found(
        start.Company("Bench", "bench"),
        owner=start.Person("Olive Owner", "olive@bench.example", "a long walk in fog"),
        at=at,
    )
    workspace = owner.workspace
    with open_workspace(workspace.pk):
        Workspace.objects.update(mail_held_at=at)
        Mailbox.objects.create(
            workspace=workspace, address="studio@bench.example", name="Bench", is_paused=False,
            smtp_host="127.0.0.1", smtp_port=9, smtp_security="none", created_at=at,
        )  # fmt: skip
        agents = {f"agent{n}": _agent(workspace, n, at) for n in range(1, AGENTS + 1)}
        _tickets(workspace, agents, base, at, apart=timedelta(minutes=EVERY * count // base))
        counting.recount_all(workspace)
        sorting.sort_out(workspace, owner, at)
        _plan(workspace, owner, at)
        index.catch_up(at=at)
        multiply(count // base)
        statistics.gather()
    print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "session": _session(owner)}))


def _agent(workspace: Workspace, n: int, at: datetime) -> Member:
    person = start.Person(f"Agent {n}", f"agent{n}@bench.example", "a long walk in fog")
    return members.add(workspace, person=person, role="member", at=at)


def _tickets(
    workspace: Workspace, agents: dict[str, Member], count: int, at: datetime, *, apart: timedelta
) -> None:
    ticket, people = tickets(), {}
    for first in range(0, count, BATCH):
        rows = list(range(first, min(first + BATCH, count)))
        made = [
            _conversation(workspace, ticket(i), i, people, agents, at - (i + 1) * apart)
            for i in rows
        ]
        Conversation.objects.bulk_create(made)
        pairs = [(talk, ticket(i)) for talk, i in zip(made, rows, strict=True)]
        Participant.objects.bulk_create(
            Participant(
                workspace=workspace, conversation=talk, contact=people[told["customer"][0]],
                email=told["customer"][0], name=told["customer"][1], joined_at=talk.started_at,
            )
            for talk, told in pairs
        )  # fmt: skip
        messages = [message for talk, told in pairs for message in _messages(talk, told, people)]
        Message.objects.bulk_create(messages)
        # By these an answer finds its conversation.
        Mention.objects.bulk_create(
            Mention(
                workspace=workspace, identifier=message.message_id,
                conversation=message.conversation, is_own=True,
            )
            for message in messages
        )  # fmt: skip
    RunningNumber.objects.create(workspace_id=workspace.pk, series="conversation", last=count)


def _conversation(workspace, told, i, people, agents, then) -> Conversation:  # noqa: PLR0913
    email, name = told["customer"]
    if email not in people:
        people[email] = _contact(workspace, email, name, then)
    closed = told["status"] in ("closed", "resolved")
    return Conversation(
        workspace=workspace, number=i + 1, subject=told["subject"], client=people[email].client,
        turn="client" if told["status"] == "waiting" else "us", turn_since=then,
        started_at=then, last_message_at=then, correspondent=name,
        preview=told["msgs"][2][:150], assignee=agents[told["agent"]],
        closed_at=then if closed else None,
    )  # fmt: skip


def _contact(workspace: Workspace, email: str, name: str, at: datetime) -> Contact:
    domain = email.partition("@")[2].partition(".")[0]
    client, _ = Client.objects.get_or_create(
        workspace=workspace, key=domain.upper()[:12], defaults={"name": domain, "created_at": at}
    )
    return Contact.objects.create(
        workspace=workspace, client=client, name=name, email=email, created_at=at
    )


def _messages(talk: Conversation, told, people) -> Iterator[Message]:
    email, name = told["customer"]
    for n, text in enumerate(told["msgs"]):
        is_ours = n == 1
        then = talk.started_at + timedelta(minutes=n)
        yield Message(
            workspace=talk.workspace, conversation=talk, kind="out" if is_ours else "in",
            author=talk.assignee if is_ours else None,
            contact=None if is_ours else people[email],
            from_email="studio@bench.example" if is_ours else email,
            from_name="Bench" if is_ours else name, subject=talk.subject, text=text,
            visible_text=text, message_id=f"<{talk.number}.{n}@bench.example>",
            written_at=then, sent_at=then, created_at=then,
        )  # fmt: skip


def _plan(workspace: Workspace, owner: Member, at: datetime) -> None:
    """1,000 tasks in 50 phases, each after the one before it."""
    project = Project.objects.create(
        workspace=workspace, client=Client.objects.order_by("pk").first(), key="BIG",
        name="A big plan", starts_on=localdate(), lead=owner, created_at=at,
    )  # fmt: skip
    phases = [_task(project, n, None, at) for n in range(1, TASKS // 20 + 1)]
    Task.objects.bulk_create(phases)
    rest = range(len(phases) + 1, TASKS + 1)
    leaves = [_task(project, n, phases[n % len(phases)], at) for n in rest]
    Task.objects.bulk_create(leaves)
    Dependency.objects.bulk_create(
        Dependency(
            workspace=workspace, project=project, predecessor=one, successor=other, kind="FS"
        )
        for one, other in zip(leaves, leaves[1:], strict=False)
        if one.number % 20
    )
    scheduling.reschedule(project, at=at)


def _task(project: Project, n: int, parent: Task | None, at: datetime) -> Task:
    return Task(
        workspace=project.workspace, project=project, number=n, name=f"Task {n}", parent=parent,
        position=n, duration_minutes=480, created_at=at,
    )  # fmt: skip


def _session(owner: Member) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(owner.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = owner.user.get_session_auth_hash()
    session.save()
    return session.session_key


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
