"""`rapport doctor`: looks at everything that can be wrong and says it in plain words."""

import argparse
import json
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils.timezone import now

from rapport.events.models import Job
from rapport.events.operations import seals
from rapport.files import disk
from rapport.files.models import StoredFile
from rapport.inbox.models import Dispatch, Mailbox, Outbound, RawMail, StuckMail, SystemMail
from rapport.inbox.queries import checkers
from rapport.integrations.mpxj import conversion, parts
from rapport.integrations.planfiles.records import PlanFileError
from rapport.ui import built
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

LOW_DISK = 1024**3
# Servers that know nobody yet ask for some minutes.
PATIENCE = timedelta(minutes=15)


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
    ready = True
    for check in CHECKS:
        if not ready and check in OF_RECORDS:
            continue
        try:
            found = check()
        except (DatabaseError, OSError, CommandError) as error:
            found = Finding(check.__name__.lstrip("_"), False, f"could not be looked at: {error}")
        ready = ready and (found.ok or check not in GROUND)
        yield found


def _database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("select version()")
            return Finding("database", True, str(cursor.fetchone()[0]).split(" on ")[0])
        cursor.execute("pragma integrity_check")
        integrity = cursor.fetchone()[0]
        cursor.execute("pragma foreign_key_check")
        dangling = len(cursor.fetchall())
    if integrity != "ok":
        return Finding("database", False, f"damaged ({integrity}): restore a backup")
    if dangling:
        return Finding("database", False, f"{dangling} rows name others that are not there")
    return Finding("database", True, f"SQLite {sqlite3.sqlite_version}, whole")


def _migrations() -> Finding:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        says = "the database is new or of an older version; `rapport serve` prepares it"
        return Finding("tables", False, f"{says}. What is in it was not looked at")
    return Finding("tables", True, "as this version needs them")


def _address() -> Finding:
    says = settings.PUBLIC_URL
    if settings.IS_LOCAL:
        says += " (links work on this machine alone; set RAPPORT_URL before you invite anybody)"
    return Finding("address", True, says)


def _secret_key() -> Finding:
    path = Path(settings.HOME) / "secret.key"
    if not path.exists():
        return Finding("secret key", True, "from the environment (RAPPORT_SECRET_KEY)")
    private = not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    open_to_others = f"other users of this machine can read it: chmod 600 {path}"
    says = f"{path}, for its owner alone" if private else open_to_others
    return Finding("secret key", private, says)


def _debug() -> Finding:
    wrong = settings.DEBUG and not settings.IS_LOCAL
    if wrong:
        says = "on, on a public address: error pages show secrets. Unset RAPPORT_DEBUG"
        return Finding("debug pages", False, says)
    return Finding("debug pages", True, "on, on this machine alone" if settings.DEBUG else "off")


def _pages() -> Finding:
    """What was built out of sources; without it pages have no styles, or no translation."""
    if missing := built.missing():
        first = f"{missing[0]} and {len(missing) - 1} more" if missing[1:] else missing[0]
        says = f"{first} not there: in the checkout, `make setup` builds it, `make wheel` a package"
        return Finding("pages", False, says)
    return Finding("pages", True, "styles, scripts, fonts and translations are there")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    enough = free > LOW_DISK
    says = f"{free / 1024**3:.1f} GiB free in {settings.HOME}"
    return Finding("disk", enough, says if enough else f"{says}: make room, mail needs it")


def _jobs() -> Finding:
    dead = Job.objects.filter(state=Job.State.DEAD).count()
    late = Job.objects.late(now()).count()
    said = []
    if dead:
        said.append(f"{dead} gave up; the log says why")
    if late:
        said.append(f"{late} waiting for more than five minutes: is `rapport serve` running?")
    return Finding("background work", not said, "; ".join(said) or "nothing waits too long")


def _mail() -> Finding:
    if failing := _reading().exclude(last_error="").first():
        says = f"{failing}: {failing.last_error} What came in is kept; new mail waits on its server"
        return Finding("mail in", False, says)
    held = RawMail.everywhere.filter(outcome=RawMail.Outcome.QUARANTINED).count()
    stuck = StuckMail.everywhere.count()
    says = f"{held} in quarantine, {stuck} that a mail server would not hand over"
    return Finding("mail in", True, says if held or stuck else "all of it was taken in")


def _reading() -> QuerySet[Mailbox]:
    """Those that are to be polled, also where the sign-in ended."""
    return Mailbox.everywhere.live().filter(is_paused=False).exclude(imap_host="")


def _mail_out() -> Finding:
    """A letter that waits a little is no fault, servers ask for patience; one that goes on being
    refused is. One that failed is said at its message or in the outbox."""
    boxes = Mailbox.everywhere.live().exclude(smtp_host="")
    if not settings.SMTP_URL and not boxes.exists():
        says = "no server yet: add a mailbox in Settings, or set RAPPORT_SMTP_URL"
        return Finding("mail out", True, says)
    letters = (Dispatch.everywhere.all(), SystemMail.objects.all())
    failed = sum(rows.filter(state=Outbound.State.FAILED).count() for rows in letters)
    refused = [rows.filter(state=Outbound.State.WAITING).exclude(error="") for rows in letters]
    waiting = sum(rows.count() for rows in refused)
    said = [f"{failed} failed"] if failed else []
    if waiting:
        last = next(row.error for rows in refused if (row := rows.order_by("pk").last()))
        said.append(f"{waiting} wait because their server refused them, lately: {_why(last)}")
    late = any(rows.filter(created_at__lt=now() - PATIENCE).exists() for rows in refused)
    says = f"{'; '.join(said)} (Settings, Outbox)" if said else "no failures"
    return Finding("mail out", not late, says)


def _why(error: str) -> str:
    return "there is no server to send it with" if error == Outbound.NO_SERVER else error


def _senders() -> Finding:
    """Not a fault, but to know: forged mail of a client is not told from real mail there."""
    boxes = checkers.checked_elsewhere(Mailbox.everywhere.live()).filter(trusted_authserv_id="")
    if count := boxes.count():
        return Finding(
            "senders", True,
            f"{count} mailboxes do not say whose checks of senders are believed: forged mail is "
            "not recognised there (Settings, Sender checks)",
        )  # fmt: skip
    return Finding("senders", True, "every mailbox says who checks them")


def _history() -> Finding:
    broken = [seal for w in Workspace.objects.all() for seal in seals.verify(w.pk)]
    changed = f"changed after it was sealed: broken seals {broken}. Compare with a backup"
    return Finding("history", not broken, changed if broken else "unbroken")


def _files() -> Finding:
    missing = 0
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            rows = StoredFile.objects.values_list("sha256", flat=True).iterator()
            missing += sum(not disk.place(workspace.pk, sha).exists() for sha in rows)
    gone = f"{missing} missing from {settings.MEDIA_ROOT}: bring them back from a backup"
    return Finding("files", not missing, gone if missing else "all there")


def _project_files() -> Finding:
    """Not a fault: XML is always read. What is installed for more must work, though."""
    what = "Project files (.mpp)"
    try:
        found = parts.find()
    except parts.Missing as missing:
        return Finding(what, True, f"not read: {LACKS[missing.lack]}")
    try:
        conversion.converted(conversion.TRIAL, found)
    except (PlanFileError, OSError):
        says = f"MPXJ {found.version} and {found.java} are there, but a trial failed: update them"
        return Finding(what, False, says)
    return Finding(what, True, f"read by MPXJ {found.version}, in {found.java}")


LACKS = {
    "java": "there is no Java (no `java` in PATH or JAVA_HOME)",
    "mpxj": "MPXJ is not installed (docs/guide/import-a-plan.md says how)",
}
GROUND: tuple[Callable[[], Finding], ...] = (_database, _migrations)
OF_RECORDS: tuple[Callable[[], Finding], ...] = (
    _jobs, _mail, _mail_out, _senders, _history, _files,
)  # fmt: skip
CHECKS = (*GROUND, _address, _secret_key, _debug, _pages, _disk, _project_files, *OF_RECORDS)
