"""`rapport schedule FILE`: compute a plan file's dates without a workspace or a database."""

import argparse
import json
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from rapport.engine.network import schedule
from rapport.engine.plan import Plan, PlanError, ScheduledTask, Task
from rapport.integrations.planfiles import mspdi, primavera
from rapport.integrations.planfiles.mspdi_elements import MOST_BYTES
from rapport.integrations.planfiles.records import PlanFile, PlanFileError

REFUSED = 2
NAME_WIDTH = 44
HEAD = 4_096  # bytes that tell whose file it is

Row = tuple[Task, ScheduledTask]
Parsers = argparse._SubParsersAction  # the public name argparse does not have


def add_parser(subparsers: "Parsers[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("schedule", help="compute dates and critical path of a plan")
    parser.add_argument("file", type=Path, help="Microsoft Project XML, Primavera XER or XML")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the schedule; a file that has none is refused in one sentence."""
    try:
        plan = _read(arguments.file)
        rows: list[Row] = list(zip(plan.tasks, schedule(plan).tasks, strict=True))
    except (PlanFileError, PlanError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    with suppress(BrokenPipeError):
        if arguments.json:
            json.dump({"tasks": [_record(*row) for row in rows]}, sys.stdout, ensure_ascii=False)
            print()
        else:
            _print_table(rows)
    return 0


def _read(path: Path) -> Plan:
    try:
        with path.open("rb") as stream:
            plan = _file(stream).schedule
    except FileNotFoundError as error:
        raise PlanFileError(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise PlanFileError(f"{path} is a folder, not a plan file.") from error
    except OSError as error:
        raise PlanFileError(f"{path} cannot be read: {error.strerror}.") from error
    if plan is None:
        raise PlanFileError("The file carries no schedule.")
    return plan


def _file(stream: BinaryIO) -> PlanFile:
    """By its first words: Primavera's formats, else Microsoft Project's."""
    head = stream.read(HEAD)
    stream.seek(0)
    if head.lstrip(b"\xef\xbb\xbf").startswith(b"ERMHDR"):
        return primavera.read_xer(stream.read(MOST_BYTES + 1))
    if b"APIBusinessObjects" in head:
        return primavera.read_pmxml(stream.read(MOST_BYTES + 1))
    return mspdi.read(stream)


def _record(task: Task, placed: ScheduledTask) -> dict[str, Any]:
    return {
        "uid": task.uid,
        "wbs": task.wbs,
        "name": task.name,
        "start": _iso(placed.start),
        "finish": _iso(placed.finish),
        "early_start": _iso(placed.early_start),
        "early_finish": _iso(placed.early_finish),
        "late_start": _iso(placed.late_start),
        "late_finish": _iso(placed.late_finish),
        "total_slack": placed.total_slack,
        "free_slack": placed.free_slack,
        "critical": placed.critical,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _print_table(rows: list[Row]) -> None:
    print(f"{'':1} {'WBS':<10} {'Task':<{NAME_WIDTH}} {'Start':<16} {'Finish':<16} {'Slack':>8}")
    for task, placed in rows:
        name = task.name if len(task.name) <= NAME_WIDTH else task.name[: NAME_WIDTH - 1] + "…"
        print(
            f"{'*' if placed.critical else '':1} {task.wbs:<10} {name:<{NAME_WIDTH}} "
            f"{placed.start:%Y-%m-%d %H:%M} {placed.finish:%Y-%m-%d %H:%M} "
            f"{placed.total_slack / 60:>6.1f} h"
        )
    print("\n* critical: a delay here moves the end of the project")
