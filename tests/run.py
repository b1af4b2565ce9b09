"""Run the tests: on SQLite always all of them, on PostgreSQL where it answers on loopback.

`python -m tests.run` leaves the sweeps to SQLite alone; `python -m tests.run sweeps` runs them on
PostgreSQL. In CI the services must answer: what is missing there is a failure, never a skip.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

POSTGRES_URL = "postgres://postgres@127.0.0.1:5432/postgres"
SERVICES = {"PostgreSQL": 5432, "Redis": 6379, "RabbitMQ": 5672}
NOT_HERE = ("tests/browser", "tests/quality", "tests/faults")
# These ask no database anything: once is enough.
PURE = ("tests/architecture", "tests/engine", "tests/integrations", "tests/mail", "tests/ui")
# These start a Rapport of their own, which has its own database.
OWN_HOME = ("tests/backup", "tests/cli/test_supervisor.py", "tests/unwelcome/test_disk_full.py")
# These ask somebody on the other side of a wire; what they keep is kept elsewhere as well.
ON_A_WIRE = (
    "tests/accounts/test_limits_on_redis.py",
    "tests/inbox/test_trouble.py",
    "tests/inbox/test_domain_checks.py",
    "tests/inbox/test_dovecot_sign_in.py",
    "tests/abuse/test_same_effort.py",
    "tests/channels/test_every_vendor.py",
)
# On each engine one a core of the smallest machine.
PROCESSES = 2


@dataclass(frozen=True)
class Run:
    """Tests on one engine: those whose marks are as said."""

    engine: str
    marks: str
    left_out: tuple[str, ...] = NOT_HERE
    options: tuple[str, ...] = ()
    database: str = ""


ON_SQLITE = Run("SQLite", "not slow")
ELSEWHERE = (*NOT_HERE, *PURE, *OWN_HOME, *ON_A_WIRE)
ON_POSTGRES = Run(
    "PostgreSQL", "not slow and not sweep", ELSEWHERE, ("--database-only",), POSTGRES_URL
)
SWEEPS = Run("PostgreSQL", "not slow and sweep", ELSEWHERE, ("--database-only",), POSTGRES_URL)


def main(words: list[str]) -> int:
    """Run what these words ask for; 1 when anything failed, 2 for what is no word of ours."""
    if words not in ([], ["sweeps"]):
        print("Say nothing to run the tests, or `sweeps`.")
        return 2
    missing = [name for name, port in SERVICES.items() if not _answers(port)]
    if missing and os.environ.get("CI") == "true":
        print(f"CI needs {', '.join(missing)} on loopback, and nothing answers there.")
        return 1
    if missing:
        print(f"Not here, so not tested: {', '.join(missing)}")
    runs = [SWEEPS] if words else [ON_SQLITE, ON_POSTGRES]
    return _all([run for run in runs if run.engine not in missing])


def _all(runs: Sequence[Run]) -> int:
    """Run them at the same time: while one waits for its database, a server or a child, another
    has work. What the first prints is seen at once, what the others print after it."""
    with ExitStack() as kept:
        begun = []
        for run in runs:
            output = kept.enter_context(tempfile.TemporaryFile("w+")) if begun else None
            begun.append((run, output, _begin(run, output)))
        codes = []
        for run, output, process in begun:
            print(f"--- tests on {run.engine}: {run.marks}", flush=True)
            codes.append(process.wait())
            if output:
                output.seek(0)
                shutil.copyfileobj(output, sys.stdout)
    return max(codes, default=0)


def _begin(run: Run, output: IO[str] | None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", "tests", "-n", str(PROCESSES), "--dist", "worksteal"]
    command += ["-m", run.marks, *run.options]
    command += [f"--ignore={folder}" for folder in run.left_out]
    database = {"DATABASE_URL": run.database} if run.database else {}
    return subprocess.Popen(
        command, env={**os.environ, **database}, stdout=output, stderr=output and subprocess.STDOUT
    )


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
