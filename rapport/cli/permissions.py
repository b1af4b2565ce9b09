"""`rapport permissions`: the table of who may do what, as the code has it."""

import argparse

from rapport.lib.permissions import REGISTRY
from rapport.lib.roles import Role


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("permissions", help="print who may do what")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one line a permission, one column a role."""
    width = max(map(len, REGISTRY), default=10)
    print(" " * width, *(f"{role.value:>8}" for role in Role))
    for name, permission in sorted(REGISTRY.items()):
        marks = ("yes" if permission.held_by(role) else "-" for role in Role)
        print(f"{name:<{width}}", *(f"{mark:>8}" for mark in marks))
    return 0
