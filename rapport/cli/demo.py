"""`rapport demo`: make the demo workspace anew, for a given seed and day."""

import argparse
from datetime import date

from django.utils.timezone import localdate

from rapport.cli.database import prepare_database
from rapport.demo.operations.removal import remove
from rapport.demo.story.telling import SEED, tell
from rapport.workspaces.models import Workspace


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("demo", help="make the demo workspace anew")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--day", type=date.fromisoformat, help="the day on which it is told")
    parser.add_argument("--remove", action="store_true", help="only remove it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Remove the demo there is, and tell the story again; real workspaces are untouched."""
    prepare_database()
    for workspace in Workspace.objects.filter(is_demo=True):
        remove(workspace)
    if arguments.remove:
        print("The demo is gone. Your own work is untouched.")
        return 0
    workspace = tell(seed=arguments.seed, today=arguments.day or localdate())
    print(f"The demo is ready: workspace “{workspace.name}”. `rapport serve` prints the way in.")
    return 0
