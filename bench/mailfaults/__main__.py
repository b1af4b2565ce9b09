"""`python -m bench.mailfaults [M1 …]`: run rows of the fault plan, one JSON line each.

Short by default (seconds a row, the product's pauses multiplied by 0.05); `--full` is the plan's
size at the product's own pace. `--postgres URL` names a server on which databases may be made.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench.mailfaults import incoming, outgoing, postal
from bench.mailfaults.house import House
from bench.mailfaults.row import Row, Size

ROWS: dict[str, Callable[[Callable[[str], House], Size, Path], Row]] = {
    "M1": incoming.m1, "M2": incoming.m2, "M3": incoming.m3, "M4": postal.m4,
    "S1": outgoing.s1, "S2": outgoing.s2, "S3": outgoing.s3, "S4": outgoing.s4, "S5": outgoing.s5,
}  # fmt: skip


def main() -> int:
    """Run them; 1 where one did not pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="row", help=", ".join(ROWS))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--postgres", default="", help="postgres://user@host:port/postgres")
    arguments = parser.parse_args()
    failed = 0
    for name in arguments.rows or ROWS:
        row = run(name, Size(arguments.full), arguments.postgres)
        print(row.line(), flush=True)
        failed += not row.passed
    return min(failed, 1)


def run(name: str, size: Size, postgres: str = "") -> Row:
    """One row, in a folder of its own that everybody may walk into."""
    with tempfile.TemporaryDirectory(prefix="rapport-mail-") as folder:
        at = Path(folder)
        at.chmod(0o755)
        return ROWS[name](lambda house: build(at / "homes" / house, postgres), size, at)


def build(folder: Path, postgres: str) -> House:
    """A Rapport with a company, over a file or over a database that is made for it."""
    ready = folder.with_name("ready")
    name = f"mailfaults_{folder.name}".lower().replace("-", "_")
    if not ready.exists():
        House(ready, _database(postgres, "mailfaults_ready")).found()
    shutil.copytree(ready, folder)
    return House(folder, _database(postgres, name, "template mailfaults_ready"))


def _database(postgres: str, name: str, like: str = "") -> str:
    """Its address; none where everything is one file."""
    if not postgres:
        return ""
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f'drop database if exists "{name}"')
        server.execute(f'create database "{name}" {like}')
    return f"{postgres.rpartition('/')[0]}/{name}"


if __name__ == "__main__":
    sys.exit(main())
