"""`rapport recount`: count the facts of all conversations anew, as after a change of hours."""

import argparse

from django.utils.timezone import now

from rapport.insights.operations import counting, rhythms
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("recount", help="count the figures of service anew")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Workspace by workspace; what was counted stays until it is counted anew."""
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            counted = counting.recount_all(workspace)
            rhythms.count(workspace, at=now())
        print(f"{workspace.slug}: {counted} conversations counted.")
    return 0
