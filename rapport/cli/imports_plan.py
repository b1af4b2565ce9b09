"""`rapport import plan FILE`: bring a plan of another tool into a project."""

import argparse
import json
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.timezone import now

from rapport.clients.models import Client
from rapport.events.actor import SYSTEM
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.integrations.planfiles import errorfile
from rapport.integrations.planfiles.records import Refusal
from rapport.lib.refusal import Refused
from rapport.planning.models import PlanImport
from rapport.planning.operations import plan_import
from rapport.planning.operations.plan_import import NewImport
from rapport.planning.reading import as_xml, is_native
from rapport.projects.models import Project
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

REFUSED = 2
MOST_HOURS = 1_000_000


class CannotStart(Refused):
    """What the command line names is not there."""


class Goal(NamedTuple):
    """Where a plan goes, what was before, and what its columns mean."""

    project: Project | None
    client: Client | None
    past: dict[str, Any]
    mapping: dict[str, str]


class PlanContent(NamedTuple):
    """A plan's file by its name."""

    name: str
    content: BinaryIO


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport import` command line."""
    parser = subparsers.add_parser("plan", help="bring in a plan of another tool")
    parser.add_argument("file", type=Path, help="MS Project XML, Primavera, Jira, Asana, CSV, …")
    parser.add_argument("--workspace", required=True, metavar="SLUG")
    parser.add_argument("--client", metavar="KEY", help="whom a new project is for")
    parser.add_argument("--project", metavar="KEY", help="the project it goes into")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN",
        help="what a column of a table means: name=Title, start=Begin, date_order=dmy",
    )  # fmt: skip
    parser.add_argument("--taken-over", type=_day, metavar="DAY", help="work began elsewhere")
    parser.add_argument("--spent", type=_hours, default=0, metavar="HOURS", help="spent until then")
    parser.add_argument(
        "--promise", action="append", default=[], metavar="DAY=WHAT",
        help="what was promised before: 2026-04-01=Beta",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, no more")
    parser.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write what was refused as CSV")
    parser.set_defaults(run=run)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{said}” is no day; write 2026-04-01") from None


def _hours(said: str) -> float:
    """Hours with a point or, as many write them, a comma."""
    try:
        found = float(said.replace(",", "."))
    except ValueError:
        found = -1
    if not 0 <= found < MOST_HOURS:
        raise argparse.ArgumentTypeError(f"“{said}” is no number of hours; write 12.5")
    return found


def run(arguments: argparse.Namespace) -> int:
    """Import all of the file or nothing; running it again changes nothing."""
    workspace = Workspace.objects.filter(slug=arguments.workspace).first()
    if workspace is None:
        return _say(f"There is no workspace called {arguments.workspace}. Nothing was changed.")
    try:
        with open_workspace(workspace.pk):
            goal = _goal(arguments)
            plan = _opened(arguments.file)
            with transaction.atomic():
                done = _bring_in(workspace, goal, plan, arguments)
                if arguments.dry_run:
                    transaction.set_rollback(True)
        if arguments.errors and done.refusals:
            refused = (Refusal(**refusal) for refusal in done.refusals)
            arguments.errors.write_text(errorfile.write(refused), encoding="utf-8-sig")
    except Refused as refusal:
        return _say(f"{refusal} Nothing was changed.")
    except (OSError, OperationalError) as error:
        return _say(f"{arguments.file} was not taken over: {error}. Nothing was changed.")
    _report(done, arguments)
    return 0


def _goal(arguments: argparse.Namespace) -> Goal:
    project = _project(arguments.project) if arguments.project else None
    client = _client(arguments.client) if arguments.client else None
    if project is None and client is None:
        raise CannotStart("Name the client (--client) or the project (--project) it is for.")
    return Goal(project, client, _past(arguments), _mapping(arguments.map))


def _bring_in(
    workspace: Workspace, goal: Goal, plan: PlanContent, arguments: argparse.Namespace
) -> PlanImport:
    project, client, past, mapping = goal
    key = {"key": arguments.project} if arguments.project and project is None else {}
    file = _stored(workspace, plan)
    new = NewImport(file, client, project, mapping=mapping, wishes=key | past)
    made = plan_import.rehearse(workspace, new, by=SYSTEM, at=now())
    if made.error:
        raise CannotStart(made.error)
    before = _same_plan(client, made) if project is None and not key else None
    if before is not None:
        again = NewImport(made.file, client, before, mapping=mapping, wishes=past)
        made = plan_import.rehearse(workspace, again, by=SYSTEM, at=now())
    if not arguments.dry_run:
        plan_import.apply(made, by=SYSTEM, at=now())
    return made


def _past(arguments: argparse.Namespace) -> dict[str, Any]:
    """What a project that began elsewhere brings along beside its plan."""
    if arguments.spent and not arguments.taken_over:
        raise CannotStart("Say with --taken-over on which day the hours of --spent ended.")
    return {
        "taken_over_on": arguments.taken_over.isoformat() if arguments.taken_over else "",
        "spent_before_minutes": round(arguments.spent * 60),
        "promises": [_promised(words) for words in arguments.promise],
    }


def _promised(words: str) -> dict[str, Any]:
    day, sign, what = words.partition("=")
    try:
        due = date.fromisoformat(day.strip())
    except ValueError as error:
        raise CannotStart(f"Write a promise as 2026-04-01=Beta, not “{words}”.") from error
    if not sign or not what.strip():
        raise CannotStart(f"Write a promise as 2026-04-01=Beta, not “{words}”.")
    return {"what": what.strip()[:300], "due_on": due.isoformat(), "contact": None}


def _opened(path: Path) -> PlanContent:
    """The file, as XML where it is one of Microsoft Project's own; outside the transaction, which
    would have everybody wait."""
    if path.is_dir():
        raise CannotStart(f"{path} is a folder, not a plan file.")
    if not path.exists():
        raise CannotStart(f"There is no file {path}.")
    is_small = path.stat().st_size <= settings.MAX_UPLOAD_BYTES
    if is_small and is_native(data := path.read_bytes()):
        return PlanContent(f"{path.stem}.xml", BytesIO(as_xml(data)))
    return PlanContent(path.name, path.open("rb"))


def _stored(workspace: Workspace, plan: PlanContent) -> StoredFile:
    with plan.content as content:
        return files.store(workspace, name=plan.name, content=content, by=SYSTEM, at=now())


def _mapping(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    if not all(field and sign for field, sign, _ in pairs):
        raise CannotStart("Write a mapping as FIELD=COLUMN.")
    return {field: column for field, _, column in pairs}


def _project(key: str) -> Project | None:
    found: Project | None = (
        Project.objects.live().select_related("workspace", "client__workspace").filter(key=key)
    ).first()
    return found


def _client(key: str) -> Client:
    found: Client | None = Client.objects.live().select_related("workspace").filter(key=key).first()
    if found is None:
        raise CannotStart(f"This workspace has no client {key}.")
    return found


def _same_plan(client: Client | None, made: PlanImport) -> Project | None:
    """The project that an earlier import of the same file made, so that nothing is doubled. Other
    files may bear the same title: many are called “Project1”."""
    earlier = PlanImport.objects.filter(
        state=PlanImport.State.DONE,
        client=client,
        project__name=made.summary["name"],
        file__name=made.file.name,
        project__binned_at=None,
    )
    last = earlier.select_related("project__workspace", "project__client__workspace").last()
    return last.project if last else None


def _report(done: PlanImport, arguments: argparse.Namespace) -> None:
    if arguments.json:
        record = {"source": done.source, "applied": not arguments.dry_run} | done.summary
        print(json.dumps(record | {"refusals": done.refusals}, ensure_ascii=False))
        return
    for line in _lines(done.summary, arguments.dry_run):
        print(line)
    for one in done.refusals[:20]:
        where = f"row {one['row']}, " if one["row"] else ""
        print(f"  not taken over: {where}{one['column']} “{one['value']}”: {one['reason']}")


def _lines(summary: dict[str, Any], is_dry: bool) -> list[str]:
    tasks, links, people = summary["tasks"], summary["links"], summary["people"]
    lines = [
        f"{summary['key']} {summary['name']}" + (" (dry run: nothing was changed)" * is_dry),
        f"tasks: {tasks['new']} new, {tasks['changed']} changed, {tasks['unchanged']} unchanged, "
        f"{tasks['missing']} not in the file",
        f"links: {links['new']} new, {links['changed']} changed",
        f"people: {people['members']} members, {people['names']} kept as names",
        f"dates: {summary['starts_on']} to {(summary['finish'] or '?')[:10]}",
    ]
    lines += [
        f"left alone: {one['tasks']} now in project {one['key']} {one['project']}"
        for one in summary["elsewhere"]
    ]
    if priced := summary["costs"]["tasks"]:
        lines.append(f"costs: of {priced} tasks, {summary['costs']['changed']} new or changed")
    if summary["calendars"]:
        named = (c["name"] + " (the plan's)" * c["is_own"] for c in summary["calendars"])
        lines.append("calendars kept: " + ", ".join(named))
    if summary["unknown_columns"]:
        lines.append("columns not taken over: " + ", ".join(summary["unknown_columns"]))
        lines.append("every row is taken over without them; --map FIELD=COLUMN says what one means")
    if summary["circle"]:
        circle = " → ".join([*summary["circle"], summary["circle"][0]])
        lines.append(f"these tasks wait for each other: {circle}")
        lines.append(
            "they and their links are kept; until one of them is taken away, the dates leave out "
            "the links that close the circle"
        )
    return lines


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED
