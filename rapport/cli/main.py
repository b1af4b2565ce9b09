"""The `rapport` command: finds the subcommand, loads only what it needs, and runs it."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import django
from django.core.exceptions import ImproperlyConfigured

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Command:
    """Where a subcommand lives. The pure ones start without Django, so they start fast."""

    module: str
    help: str
    needs_django: bool = True


COMMANDS: dict[str, tuple[Command, ...]] = {
    "serve": (Command("serve", "start web, worker and clock"),),
    "worker": (Command("worker", "run background work only"),),
    "receive": (Command("receive", "take in mail by LMTP and SMTP"),),
    "demo": (Command("demo", "make the demo workspace anew"),),
    "import": (
        Command("imports_mail", "bring in mail"),
        Command("imports_plan", "bring in a plan"),
    ),
    "export": (Command("exports_plan", "write a plan as a file"),),
    "mail": (Command("mail", "explain a message", needs_django=False),),
    "schedule": (Command("schedule", "compute a plan's dates", needs_django=False),),
    "backup": (Command("backup", "write database and files to one archive"),),
    "restore": (Command("restore", "bring back a backup"),),
    "doctor": (Command("doctor", "check that everything is well"),),
    "people": (Command("people", "help somebody in who lost phone, mailbox or password"),),
    "recount": (Command("recount", "count the figures of service anew"),),
    "permissions": (Command("permissions", "print who may do what"),),
    "manage": (Command("manage", "Django's own commands"),),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run `rapport WORD …`; returns the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
    parser = argparse.ArgumentParser(prog="rapport", description="The workplace of the CSPM.")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    chosen = words[0] if words and words[0] in COMMANDS else None
    if chosen is None:
        _list_commands(subparsers)
        parser.parse_args(words)
        return 2
    _load(chosen, subparsers)
    arguments = parser.parse_args(words)
    try:
        status: int = arguments.run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _load(chosen: str, subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands = COMMANDS[chosen]
    if any(command.needs_django for command in commands):
        _set_up_django()
    if len(commands) > 1:
        group = subparsers.add_parser(chosen, help=f"{chosen} …")
        subparsers = group.add_subparsers(metavar="WHAT", required=True)
    for command in commands:
        importlib.import_module(f"rapport.cli.{command.module}").add_parser(subparsers)


def _list_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for word, commands in COMMANDS.items():
        subparsers.add_parser(word, help="; ".join(command.help for command in commands))


def _set_up_django() -> None:
    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as error:
        raise SystemExit(f"rapport cannot start: {error}") from error


if __name__ == "__main__":
    raise SystemExit(main())
