"""Real processes over a database of their own, to be killed in the middle of things."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
BEGIN = """
import django; django.setup()
from datetime import timedelta
from django.utils.timezone import now
from rapport.inbox.models import *
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
    own = {"RAPPORT_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings}
    return {**os.environ, **own, "RAPPORT_INTERNAL_HOSTS": "127.0.0.1", **more}


def run(home: Path, script: str) -> str:
    """Run a script to its end and return what it printed."""
    return subprocess.run(
        [sys.executable, "-c", BEGIN + script], cwd=ROOT, env=environment(home), check=True,
        stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip


def prepare(home: Path) -> None:
    """A migrated database with one workspace."""
    home.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--run-syncdb", "--verbosity", "0",
         "--skip-checks"],
        cwd=ROOT, env=environment(home), check=True,
    )  # fmt: skip
    run(home, 'Workspace.objects.create(name="W", slug="w", created_at=now())')


def killed_after(home: Path, command: list[str], seconds: float) -> int | None:
    """Start a process and kill -9 it with its children; its status if it was quicker."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(home), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None


def moments(count: int, shortest: float, longest: float, seed: int = 1) -> list[float]:
    """When to kill, the same each time."""
    chance = random.Random(seed)
    return [chance.uniform(shortest, longest) for _ in range(count)]


def pause(seconds: float) -> None:
    time.sleep(seconds)
