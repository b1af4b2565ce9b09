"""`rapport serve`: prepare the database, then web, worker and clock together."""

import argparse
import http.client
import os
import socket
import sys
from collections.abc import Callable

from django.conf import settings

from rapport.cli import receive, running, worker
from rapport.cli.database import prepare_database
from rapport.cli.supervisor import Child, Supervisor
from rapport.demo.operations import first_start
from rapport.lib import address
from rapport.workspaces.models import Workspace

IN_USE = 3
PATIENCE = 2.0
# Bound to every address, it is asked at this machine's own.
ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not bound here
# -P: what is installed runs, whatever lies in the current folder.
PYTHON = (sys.executable, "-P")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("serve", help="start web, worker and clock")
    parser.add_argument("--host", default=os.environ.get("RAPPORT_BIND", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=os.environ.get("RAPPORT_PORT") or "8000")
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    parser.add_argument(
        "--demo", action="store_true", help="make the demo workspace on the first start"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start everything; returns when told to stop."""
    if _is_taken(arguments.host, arguments.port):
        print(
            f"Port {arguments.port} is in use. Stop the other program, "
            f"or choose another port: rapport serve --port {arguments.port + 1}",
            file=sys.stderr,
        )
        return IN_USE
    _agree_on_address(arguments.port)
    with running.serving():
        print("Preparing the database …", flush=True)
        prepare_database()
        greet = _say_when_up(arguments, _greeting(arguments))
        children = [_web(arguments), _worker(), *_receiver()]
        return Supervisor(children, at_start=greet).run()


def _agree_on_address(port: int) -> None:
    """While no public address is set, links name the port that is really served."""
    if settings.IS_LOCAL:
        settings.PUBLIC_URL = os.environ["RAPPORT_URL"] = f"http://localhost:{port}"
        address.remember(settings.HOME, settings.PUBLIC_URL)


def _greeting(arguments: argparse.Namespace) -> str:
    """What a person reads once the port answers."""
    is_loopback = arguments.host in ("127.0.0.1", "localhost", "::1")
    address = settings.PUBLIC_URL
    if arguments.demo and is_loopback:
        first_start.make_demo_once()
    lines = [f"\nRapport is at {address}\n"]
    if is_loopback:
        lines += [f"  {line}" for line in first_start.sign_in_lines(address)]
    if not Workspace.objects.exclude(is_demo=True).exists():
        lines.append(f"\n  Begin with your own company: {first_start.start_link(address)}")
    if settings.IS_LOCAL:
        lines.append(
            "\n  Links in mail point to this machine only. Set RAPPORT_URL before you invite "
            "anybody\n  (docs/guide/one-server.md).",
        )
    return "\n".join([*lines, "\nCtrl-C stops it.\n"])


def _say_when_up(arguments: argparse.Namespace, words: str) -> Callable[[], bool]:
    """Prints the words once the web processes answer; says whether that is done."""
    host = ANY.get(arguments.host, arguments.host)

    def look() -> bool:
        if not _answers(host, arguments.port):
            return False
        print(words, flush=True)
        return True

    return look


def _answers(host: str, port: int) -> bool:
    asked = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        asked.request("GET", "/healthz", headers={"Host": "localhost"})
        asked.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def _web(arguments: argparse.Namespace) -> Child:
    command = [
        *PYTHON, "-m", "rapport.cli.web",
        "--host", arguments.host,
        "--port", str(arguments.port),
        "--workers", str(arguments.workers),
    ]  # fmt: skip
    return Child("web", command)


def _worker() -> Child:
    command = [*PYTHON, "-m", "rapport.cli", "worker", "--threads", str(worker.THREADS)]
    return Child("worker", command)


def _receiver() -> list[Child]:
    """Listens for mail, where the operator said at which address."""
    if not receive.is_set_up():
        return []
    return [Child("receiver", [*PYTHON, "-m", "rapport.cli", "receive"])]


def _is_taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
