"""`rapport export plan KEY FILE`: write a project's plan as a file of another tool."""

import argparse
import sys
from pathlib import Path

from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.lib.refusal import Refused
from rapport.planning.queries.export_kinds import KINDS, Wanted
from rapport.projects.models import Project
from rapport.projects.queries.people import assignable
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

REFUSED = 2


class CannotExport(Refused):
    """What the command line names is not there, or cannot be written."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    group = subparsers.add_parser("export", help="let a plan leave")
    inner = group.add_subparsers(metavar="WHAT", required=True)
    parser = inner.add_parser("plan", help="write a project's plan as a file")
    parser.add_argument("key", metavar="KEY", help="the project")
    parser.add_argument(
        "file", type=Path, metavar="FILE",
        help="its ending says the kind: .xml (Microsoft Project), "
        ".xer or .p6.xml (Primavera), .xlsx, .csv, .ics",
    )  # fmt: skip
    parser.add_argument("--workspace", required=True, metavar="SLUG")
    parser.add_argument("--who", metavar="EMAIL", help="only this person's tasks (.ics)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; what cannot be done is said in a sentence."""
    try:
        content = _content(arguments)
        arguments.file.write_bytes(content)
    except Refused as refusal:
        return _say(str(refusal))
    except OSError as error:
        return _say(f"{arguments.file} could not be written: {error.strerror or error}.")
    print(f"{arguments.file}: {len(content):,} bytes")
    return 0


def _content(arguments: argparse.Namespace) -> bytes:
    name = arguments.file.name.lower()
    # The longest ending counts: .p6.xml is not just any .xml.
    fitting = [suffix for suffix in KINDS if name.endswith(f".{suffix}")]
    kind = KINDS[max(fitting, key=len)] if fitting else None
    if kind is None:
        known = ", ".join(f".{suffix}" for suffix in KINDS)
        raise CannotExport(f"The ending of the file must be one of {known}.")
    workspace = Workspace.objects.filter(slug=arguments.workspace).first()
    if workspace is None:
        raise CannotExport(f"There is no workspace called {arguments.workspace}.")
    with open_workspace(workspace.pk):
        rows = Project.objects.live().select_related("workspace", "client")
        project: Project | None = rows.filter(key=arguments.key).first()
        if project is None:
            raise CannotExport(f"This workspace has no project {arguments.key}.")
        return kind.write(Wanted(project, now(), _person(arguments.who), sees_costs=True))


def _person(email: str | None) -> Member | None:
    if not email:
        return None
    found: Member | None = assignable().filter(user__email__iexact=email).first()
    if found is None:
        raise CannotExport(f"Nobody here has the address {email}.")
    return found


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED
