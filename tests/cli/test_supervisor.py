"""The supervisor: what dies comes back, what it started ends with it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from rapport.cli import serve
from tests.living import Home, Server, descendants, free_port, is_alive
from tests.prepared import prepared_home

SUPERVISOR = """
import sys
from rapport.cli import supervisor
from rapport.cli.supervisor import Child, Supervisor
supervisor.GRACE_SECONDS = 2
SLEEPER = "import subprocess, sys, time; subprocess.Popen(['sleep', '600']); time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
raise SystemExit(Supervisor([
    Child("sleeper", [sys.executable, "-c", SLEEPER]),
    Child("stubborn", [sys.executable, "-c", STUBBORN]),
]).run())
"""


@pytest.fixture
def supervisor():
    """Two children; one has a child of its own, the other does not listen."""
    process = subprocess.Popen([sys.executable, "-c", SUPERVISOR], start_new_session=True)
    _wait_for(lambda: len(descendants(process.pid)) == 3)
    below = set(descendants(process.pid))
    yield process
    below |= set(descendants(process.pid))
    process.kill()
    process.wait()
    for pid in below:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _wait_for(so, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_killed_child_comes_back_and_leaves_nothing_behind(supervisor):
    sleeper = next(p for p, c in descendants(supervisor.pid).items() if "subprocess" in c)
    grandchild = next(iter(descendants(sleeper)))
    os.kill(sleeper, signal.SIGKILL)
    _wait_for(lambda: any("subprocess" in c for c in descendants(supervisor.pid).values()))
    _wait_for(lambda: not is_alive(grandchild), 5)
    assert not is_alive(sleeper)


def test_told_to_stop_it_ends_every_process_when_its_grace_is_over(supervisor):
    below = descendants(supervisor.pid)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(6) == 0
    assert [command for pid, command in below.items() if is_alive(pid)] == []


def test_a_port_in_use_is_a_sentence_with_a_way_out(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        arguments = type("A", (), {"host": "127.0.0.1", "port": port, "demo": False, "workers": 1})
        assert serve.run(arguments) == serve.IN_USE
    said = capsys.readouterr().err
    assert f"Port {port} is in use" in said
    assert f"--port {port + 1}" in said


class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_):
        pass


def test_the_address_is_said_once_the_port_answers_and_not_before(capsys):
    with HTTPServer(("127.0.0.1", 0), Health) as web:
        arguments = type("A", (), {"host": "0.0.0.0", "port": web.server_port})
        web.server_close()
        look = serve._say_when_up(arguments, "Rapport is at …")
        assert not look() and not capsys.readouterr().out
    with HTTPServer(("127.0.0.1", arguments.port), Health) as web:
        Thread(target=web.handle_request).start()
        assert look() and "Rapport is at …" in capsys.readouterr().out


def test_the_whole_of_rapport_starts_recovers_and_stops(tmp_path, tmp_path_factory):
    home = Home(Path(shutil.copytree(prepared_home(tmp_path_factory), tmp_path / "home")))
    with home.serving("--workers", "1") as server:
        assert server.status("/healthz") == 200
        _wait_for(lambda: "Rapport is at" in server.log.read_text())
        below = server.descendants()
        worker = next(pid for pid, command in below.items() if " worker " in command)
        os.kill(worker, signal.SIGKILL)
        _wait_for(
            lambda: any(" worker " in c for p, c in server.descendants().items() if p != worker)
        )
        web = next(pid for pid, command in below.items() if "rapport.cli.web" in command)
        os.kill(web, signal.SIGKILL)
        _wait_for(lambda: server.status("/healthz") == 200 and not is_alive(web))
        below = server.descendants()
        seconds = server.stop(signal.SIGINT)
        assert seconds < 12
        assert [command for pid, command in below.items() if is_alive(pid)] == []
        assert server.process.returncode == 0


def test_what_is_installed_runs_whatever_lies_in_the_current_folder(tmp_path, tmp_path_factory):
    home = Home(Path(shutil.copytree(prepared_home(tmp_path_factory), tmp_path / "home")))
    theirs = tmp_path / "here" / "rapport" / "__init__.py"
    theirs.parent.mkdir(parents=True)
    theirs.with_name("cli").mkdir()
    ran = tmp_path / "ran"
    theirs.write_text(f"import sys; open({str(ran)!r}, 'a').write(str(sys.argv)); sys.exit(3)")
    installed = str(Path(sys.executable).with_name("rapport"))
    port = free_port()
    log = home.folder / "serve.log"
    with log.open("ab") as lines:
        process = subprocess.Popen(
            [installed, "serve", "--port", str(port), "--workers", "1"],
            cwd=theirs.parents[1], env=home.environment, stdout=lines, stderr=lines,
            start_new_session=True,
        )  # fmt: skip
        server = Server(process, port, log)
        try:
            server.wait_until_up(60)
            _wait_for(lambda: any(" worker " in c for c in server.descendants().values()))
            time.sleep(1)
        finally:
            server.stop()
    assert not ran.exists(), ran.read_text()
    assert "starting it again" not in log.read_text()
