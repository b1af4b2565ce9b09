"""A real Rapport in a home of its own, run as a person runs it: by its command."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OURS = ("DATABASE_URL", "RAPPORT_", "DJANGO_ALLOW_ASYNC_UNSAFE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Home:
    """One installation: a folder, a database, and the commands run on them."""

    def __init__(self, folder: Path, **variables: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        self.environment = {
            **inherited,
            "RAPPORT_HOME": str(folder),
            "DJANGO_SETTINGS_MODULE": "rapport.config.settings",
            **variables,
        }

    def run(self, *words: str, **options) -> subprocess.CompletedProcess[str]:
        """Run `rapport WORDS` to its end."""
        options.setdefault("timeout", 120)
        return subprocess.run(
            [sys.executable, "-m", "rapport.cli", *words],
            env=self.environment, text=True, capture_output=True, **options,
        )  # fmt: skip

    def start(self, *words: str, **options) -> subprocess.Popen[bytes]:
        """Start `rapport WORDS` and leave it running, in a session of its own."""
        command = [sys.executable, "-m", "rapport.cli", *words]
        return subprocess.Popen(command, env=self.environment, start_new_session=True, **options)

    def python(self, code: str, **options) -> str:
        """Run a few lines inside this installation; what they print comes back."""
        done = subprocess.run(
            [sys.executable, "-c", self.script(code)], env=self.environment, text=True,
            capture_output=True, timeout=120, **options,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self, code: str, **options) -> subprocess.Popen[str]:
        """Start a few lines inside this installation and leave them running."""
        return subprocess.Popen(
            [sys.executable, "-c", self.script(code)], env=self.environment, text=True,
            stdout=subprocess.PIPE, **options,
        )  # fmt: skip

    @staticmethod
    def script(code: str) -> str:
        return "import django\ndjango.setup()\n" + textwrap.dedent(code)

    @contextmanager
    def serving(self, *words: str) -> Iterator["Server"]:
        """The whole of it: web, worker and clock."""
        port = free_port()
        self.environment["RAPPORT_URL"] = f"http://localhost:{port}"
        log = (self.folder / "serve.log").open("ab")
        process = self.start("serve", "--port", str(port), *words, stdout=log, stderr=log)
        server = Server(process, port, self.folder / "serve.log")
        try:
            server.wait_until_up()
            yield server
        finally:
            server.stop()
            log.close()


class Server:
    """A running `rapport serve`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log
        self.url = f"http://localhost:{port}"

    def wait_until_up(self, seconds: float = 240) -> None:
        until = time.monotonic() + seconds
        while self.status("/healthz") is None:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)

    def status(self, path: str) -> int | None:
        """The status code of a page; None when nothing answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def descendants(self) -> dict[int, str]:
        """Every process below the supervisor: pid and command line."""
        return descendants(self.process.pid)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Ask it to stop; returns the seconds that took."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)
        return time.monotonic() - started


def descendants(root: int) -> dict[int, str]:
    """Every living process below this one, by /proc."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if after_name[0] != "Z":
            children.setdefault(int(after_name[1]), []).append(int(stat.parent.name))
    found, waiting = {}, list(children.get(root, []))
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        found[pid] = command_of(pid)
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
