"""`rapport worker`: background work and the clock, in one process of a few threads."""

import argparse
import signal
import threading

from rapport.events.worker import Worker
from rapport.inbox.idle import Ears
from rapport.workspaces.scope import open_workspace

THREADS = 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("worker", help="run background work only")
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop; the job in hand is finished first."""
    workers = [Worker(open_workspace) for _ in range(arguments.threads)]
    threads = [threading.Thread(target=worker.run_forever) for worker in workers]

    def stop(*_: object) -> None:
        for worker in workers:
            worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    ears = Ears()
    ears.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ears.stop()
    return 0
