"""The child: reads mails from its input one after the other, answers on its output, and may die."""

from __future__ import annotations

import resource
import signal
import struct
import sys
from typing import BinaryIO

from rapport.engine.mail import Reading, read, stopped

from . import wire

REQUEST = struct.Struct(">IB")
# Flags of a request: our own mail server's word on spam counts; text is not shortened.
TRUST_SPAM_FLAG, WHOLE = 1, 2
MEMORY = 1024 * 1024 * 1024
SECONDS = 10


def confine() -> None:
    """Give up what reading mail does not need: memory beyond a bound, files, core dumps."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_seconds(seconds: int) -> None:
    """Processor time for the next mail: the limit moves along with what is already used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends. After a lack of memory this process is not to be trusted."""
    while head := requests.read(REQUEST.size):
        size, flags = REQUEST.unpack(head)
        allow_seconds(SECONDS)
        try:
            pieces = wire.encode(_read(requests.read(size), flags))
        except MemoryError:
            pieces = wire.encode(Reading(stopped("memory")))
        answers.writelines(pieces)
        answers.flush()
        del pieces  # not held while waiting for the next


def _read(raw: bytes, flags: int) -> Reading:
    return read(raw, trust_spam_flag=bool(flags & TRUST_SPAM_FLAG), whole=bool(flags & WHOLE))


def main() -> None:
    """Run as `python -m rapport.inbox.sandbox.child`."""
    confine()
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
