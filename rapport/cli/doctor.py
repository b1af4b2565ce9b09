"""`rapport doctor`: looks at everything that can be wrong and says it in plain words."""

import argparse
import json
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.utils.timezone import now

from rapport.events.models import Job
from rapport.events.operations import seals
from rapport.files.models import StoredFile
from rapport.inbox.models import Mailbox, RawMail, StuckMail
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

LOW_DISK = 1024**3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `ok` False is a fault; a note is something to know."""

    what: str
    ok: bool
    says: str


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("doctor", help="check that everything is well")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; the status is 1 when something is wrong."""
    findings = list(examine())
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            print(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.what}: {finding.says}")
    return 0 if all(finding.ok for finding in findings) else 1


def examine() -> Iterator[Finding]:
    """Look at each thing; one that cannot be looked at is itself a finding."""
    for check in CHECKS:
        try:
            yield check()
        except (DatabaseError, OSError, CommandError) as error:
            yield Finding(check.__name__.lstrip("_"), False, str(error))


def _database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("select version()")
            return Finding("database", True, str(cursor.fetchone()[0]).split(" on ")[0])
        cursor.execute("pragma integrity_check")
        integrity = cursor.fetchone()[0]
        cursor.execute("pragma foreign_key_check")
        dangling = len(cursor.fetchall())
    return Finding("database", integrity == "ok" and not dangling, f"{integrity}, {dangling} loose")


def _migrations() -> Finding:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        return Finding("migrations", False, "some are not applied: run rapport serve")
    return Finding("migrations", True, "all applied")


def _address() -> Finding:
    says = settings.PUBLIC_URL
    if settings.IS_LOCAL:
        says += " (links work on this machine only; set RAPPORT_URL)"
    return Finding("address", True, says)


def _secret_key() -> Finding:
    path = Path(settings.HOME) / "secret.key"
    if not path.exists():
        return Finding("secret key", True, "from the environment")
    private = not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return Finding("secret key", private, "private" if private else "others can read the file")


def _debug() -> Finding:
    wrong = settings.DEBUG and not settings.IS_LOCAL
    return Finding("debug", not wrong, "on, on a public address" if wrong else "as it should be")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    return Finding("disk", free > LOW_DISK, f"{free / 1024**3:.1f} GiB free")


def _jobs() -> Finding:
    dead = Job.objects.filter(state=Job.State.DEAD).count()
    late = Job.objects.late(now()).count()
    return Finding("background work", not dead and not late, f"{dead} dead, {late} late")


def _mail() -> Finding:
    held = RawMail.everywhere.filter(outcome=RawMail.Outcome.QUARANTINED).count()
    stuck = StuckMail.everywhere.count()
    says = f"{held} in quarantine, {stuck} that a mail server would not hand over"
    return Finding("mail", True, says)


def _senders() -> Finding:
    """Not a fault, but to know: forged mail of a client is not told from real mail there."""
    boxes = Mailbox.everywhere.live().exclude(imap_host="").filter(trusted_authserv_id="")
    if count := boxes.count():
        return Finding(
            "senders", True,
            f"{count} mailboxes do not say whose checks of senders are believed: forged mail is "
            "not recognised there (Settings, Sender checks)",
        )  # fmt: skip
    return Finding("senders", True, "every mailbox says who checks them")


def _history() -> Finding:
    broken = [seal for w in Workspace.objects.all() for seal in seals.verify(w.pk)]
    return Finding("history", not broken, f"broken seals: {broken}" if broken else "unbroken")


def _files() -> Finding:
    missing = 0
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            rows = StoredFile.objects.values_list("sha256", flat=True).iterator()
            missing += sum(not _path(workspace.pk, sha).exists() for sha in rows)
    return Finding("files", not missing, f"{missing} missing" if missing else "all there")


def _path(workspace_id: int, sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / str(workspace_id) / sha256[:2] / sha256


CHECKS: tuple[Callable[[], Finding], ...] = (
    _database, _migrations, _address, _secret_key, _debug, _disk, _jobs, _mail, _senders, _history,
    _files,
)  # fmt: skip
