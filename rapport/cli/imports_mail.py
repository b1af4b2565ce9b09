"""`rapport import mail PATH`: bring in an mbox, a Maildir, or a folder of messages."""

import argparse
import ctypes
import errno
import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.db import OperationalError, connection
from django.utils.timezone import now

from rapport.cli.interrupting import Interruption
from rapport.inbox import sources
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import imports
from rapport.inbox.operations.imports import Archive, Tally
from rapport.inbox.queries.reasons import REASONS
from rapport.inbox.sandbox import ParserPool
from rapport.lib import statistics
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

CHILDREN = 2
_M_MMAP_THRESHOLD = -3
_CACHE_KIBIBYTES = 8_000
STOPPING = "\nStopping after the messages in hand; Ctrl-C once more stops at once.\n"
FULL = (
    "The disk is full. {kept} messages were kept and will not be read twice; free some space and "
    "run the same command again to go on."
)


class Peaks(NamedTuple):
    """The most memory this process and any of its parsers held, in MB."""

    own: int
    child: int


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport import` command line."""
    parser = subparsers.add_parser("mail", help="bring in an mbox, a Maildir or a folder of mail")
    parser.add_argument("path", type=Path, help="what to bring in")
    parser.add_argument("--workspace", required=True, metavar="SLUG")
    parser.add_argument("--mailbox", metavar="ADDRESS", help="the mailbox this mail once came to")
    parser.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import quietly; running it again changes nothing."""
    workspace = Workspace.objects.filter(slug=arguments.workspace).first()
    if workspace is None:
        return _say(f"There is no workspace called {arguments.workspace}. Nothing was changed.")
    if not arguments.path.exists():
        return _say(f"{arguments.path} does not exist. Nothing was changed.")
    with open_workspace(workspace.pk):
        mailbox = None
        if arguments.mailbox:
            mailbox = Mailbox.objects.live().filter(address__iexact=arguments.mailbox).first()
            if mailbox is None:
                return _say(f"This workspace has no mailbox {arguments.mailbox}.")
        archive = Archive(sources.messages(arguments.path), workspace, mailbox)
        return _bring_in(archive, _print_json if arguments.json else _print)


def _bring_in(archive: Archive, report: Callable[[Tally, float, Peaks], None]) -> int:
    started = time.perf_counter()
    _keep_memory_small()
    last = Tally()

    def progress(tally: Tally) -> None:
        nonlocal last
        last = tally
        print(f"\r{tally.seen} messages", end="", file=sys.stderr, flush=True)
        if interruption.is_asked:
            raise KeyboardInterrupt

    try:
        with Interruption(STOPPING) as interruption, ParserPool(CHILDREN) as pool:
            tally = imports.bring_in(archive, pool=pool, at=now(), progress=progress)
    except KeyboardInterrupt:
        count = f"{last.seen} messages" + (" or more" if interruption.is_urgent else "")
        return _say(f"\nStopped. {count} are in; run it again to go on.", 130)
    except (OSError, OperationalError) as error:
        if not _is_full(error):
            raise
        return _say("\n" + FULL.format(kept=last.seen))
    statistics.gather()
    print(file=sys.stderr)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peaks = Peaks(round(own / 1024), round(pool.peak / 1024))
    report(tally, max(time.perf_counter() - started, 0.001), peaks)
    return 0 if tally.seen else 1


def _print_json(tally: Tally, seconds: float, peaks: Peaks) -> None:
    document = {
        "messages": tally.seen,
        "new": tally.kept,
        "outcomes": dict(sorted(tally.outcomes.items())),
        "refused": [{"locator": locator, "reason": why} for locator, why in tally.refused],
        "messages_per_second": round(tally.seen / seconds, 1),
        "peak_megabytes": {"self": peaks.own, "parser_child": peaks.child},
    }
    print(json.dumps(document, indent=2))


def _kept(tally: Tally) -> str:
    """What is here now, and what became of the rest; empty where all of it came in."""
    if not tally.seen:
        return "No mail was found there. Nothing was kept, and nothing was changed."
    if tally.refused:
        return "The messages are kept; what was refused was not, and lies untouched where it is."
    return ""


def _print(tally: Tally, seconds: float, peaks: Peaks) -> None:
    for locator, reason in tally.refused:
        print(f"refused {locator} ({reason}): {REASONS.get(reason, '')}")
    for outcome, count in sorted(tally.outcomes.items()):
        print(f"{outcome}: {count}")
    print(
        f"{tally.seen} messages ({tally.kept} new), {len(tally.refused)} refused, "
        f"{tally.seen / seconds:.0f} messages/s, "
        f"peak memory {peaks.own} MB (a parser child {peaks.child} MB)"
    )
    if kept := _kept(tally):
        print(kept)


def _keep_memory_small() -> None:
    """Have what a large mail took go back to the system (glibc), the collector, which runs after
    each group, look only at what came since, and SQLite keep few pages, none of them mapped."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 128 * 1024)
    gc.freeze()
    if connection.vendor == "sqlite":
        # An archive passes through once: pages of it are not needed again.
        with connection.cursor() as cursor:
            cursor.execute(f"pragma cache_size=-{_CACHE_KIBIBYTES}")
            cursor.execute("pragma mmap_size=0")


def _is_full(error: Exception) -> bool:
    number = getattr(error, "errno", None)
    return number in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error)


def _say(sentence: str, status: int = 1) -> int:
    print(sentence, file=sys.stderr)
    return status
