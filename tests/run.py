"""Run all tests: on SQLite always, and on PostgreSQL where it answers on loopback.

In CI the services must answer: what is missing there is a failure, never a skip.
"""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass

POSTGRES_URL = "postgres://postgres@127.0.0.1:5432/postgres"
SERVICES = {"PostgreSQL": 5432, "Redis": 6379, "RabbitMQ": 5672}
NOT_HERE = ("tests/browser", "tests/quality", "tests/faults")
# These ask no database anything: once is enough.
PURE = ("tests/architecture", "tests/engine", "tests/integrations", "tests/mail", "tests/ui")
# These start a Rapport of their own, which has its own database.
OWN_HOME = ("tests/backup", "tests/cli/test_supervisor.py", "tests/unwelcome/test_disk_full.py")
# One a core of the smallest machine: a third takes more of both than what waits for a server or a
# child leaves over (209 s instead of 228 on SQLite).
PROCESSES = 2


@dataclass(frozen=True)
class Run:
    """The suite on one engine."""

    engine: str
    environment: dict[str, str]
    options: tuple[str, ...] = ()


def main() -> int:
    """Run the suite on each engine there is; 1 when anything failed."""
    in_ci = os.environ.get("CI") == "true"
    missing = [name for name, port in SERVICES.items() if not _answers(port)]
    if missing and in_ci:
        print(f"CI needs {', '.join(missing)} on loopback, and nothing answers there.")
        return 1
    runs = [Run("SQLite", {})]
    if "PostgreSQL" not in missing:
        elsewhere = tuple(f"--ignore={folder}" for folder in PURE + OWN_HOME)
        options = ("--database-only", *elsewhere)
        runs.append(Run("PostgreSQL", {"DATABASE_URL": POSTGRES_URL}, options))
    if missing:
        print(f"Not here, so not tested: {', '.join(missing)}")
    return max(_run(run) for run in runs)


def _run(run: Run) -> int:
    print(f"--- tests on {run.engine}", flush=True)
    command = [sys.executable, "-m", "pytest", "tests", "-n", str(PROCESSES), "--dist", "worksteal"]
    command += ["-m", "not slow"]
    command += [f"--ignore={folder}" for folder in NOT_HERE]
    command += [*run.options, *sys.argv[1:]]
    return subprocess.call(command, env={**os.environ, **run.environment})


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    raise SystemExit(main())
