"""`rapport worker`: background work and the clock, in one process of a few threads."""

import argparse
import gc
import os
import signal
import threading

from django.conf import settings
from django.urls import get_resolver

from rapport.events.carrier import Courier
from rapport.events.worker import IDLE_SECONDS, Worker
from rapport.inbox.idle import Ears
from rapport.inbox.lanes import LANES
from rapport.workspaces.scope import open_workspace

THREADS = 2
# With a broker the table is only swept for what it lost.
SWEEP_SECONDS = 5.0
# A job that waits for a server that never answers must not keep the process.
GRACE_SECONDS = 10.0


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("worker", help="run background work only")
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop; the job in hand is finished first, if that does not take long."""
    # What apps offer, sentences of their events among it, is registered where their routes are.
    get_resolver().url_patterns  # noqa: B018 - reading it loads them
    gc.collect()
    gc.freeze()  # what is loaded by now stays: no need to walk over it between two mails
    carried = bool(settings.BROKER_URL)
    pause = SWEEP_SECONDS if carried else IDLE_SECONDS
    workers = [Worker(open_workspace, idle_seconds=pause) for _ in range(arguments.threads)]
    couriers = [Courier(worker.run_named) for worker in workers] if carried else []
    threads = [threading.Thread(target=worker.run_forever) for worker in workers]
    threads += [threading.Thread(target=courier.run, daemon=True) for courier in couriers]

    def stop(*_: object) -> None:
        LANES.stop()
        for worker in workers:
            worker.stop()
        for courier in couriers:
            courier.should_stop = True
        # Whatever is cut off is taken up by the next worker, as after a crash.
        end = threading.Timer(GRACE_SECONDS, os._exit, [1])
        end.daemon = True
        end.start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    ears = Ears()
    ears.start()
    LANES.open()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    LANES.close()
    ears.stop()
    return 0
