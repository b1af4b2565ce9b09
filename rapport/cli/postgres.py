"""PostgreSQL's own programs, told where the database is without showing the password."""

import os
import subprocess
from pathlib import Path

from django.db import connection


def dump(target: Path) -> None:
    """Write the database as it is at this moment to a file of pg_dump's own format."""
    _run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}"])


def restore(source: Path) -> None:
    """Put a dump in the place of what is there, in one transaction."""
    name = str(connection.settings_dict["NAME"])
    _run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
         f"--dbname={name}", str(source)],
    )  # fmt: skip


def _run(command: list[str]) -> None:
    settings = connection.settings_dict
    told = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    given = {name: str(value) for name, value in told.items() if value}
    subprocess.run(command, check=True, env={**os.environ, **given})
