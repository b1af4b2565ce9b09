"""`rapport manage …`: Django's own commands, for those who know them."""

import argparse

from django.core.management import execute_from_command_line


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("manage", help="Django's own commands", add_help=False)
    parser.add_argument("words", nargs=argparse.REMAINDER)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Hand the words over."""
    execute_from_command_line(["rapport manage", *arguments.words])
    return 0
