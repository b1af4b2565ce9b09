"""One child process seen from the parent: asked, waited for with a deadline, killed if need be."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

from rapport.engine.mail import Reading

from . import wire
from .child import REQUEST

COMMAND = ("-P", "-m", "rapport.inbox.sandbox.child")
# Nothing of the parent's surroundings: they hold keys and passwords.
ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
    # What one large mail took goes back to the system, and is not kept for the next.
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
_CHUNK = 1 << 18
_LARGEST_ANSWER = 512 * 1024 * 1024
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


class Stopped(Exception):
    """The child did not answer; `reason` is `time` or `crash`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ParserProcess:
    """A child that answers one request at a time. Started at the first one."""

    def __init__(self, *, deadline: float) -> None:
        self.deadline = deadline
        self.served = 0
        self.peak = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._until = 0.0

    def ask(self, raw: bytes, flags: int = 0) -> None:
        """Hand over a mail. Its answer must be fetched before the next one."""
        self.served += 1
        self._until = time.monotonic() + self.deadline
        self._write(REQUEST.pack(len(raw), flags))
        self._write(raw)

    def answer(self) -> Reading:
        """What it says. Raises `Stopped`, and `wire.Malformed` for what it may not say; the child
        is gone then."""
        words, files = wire.FRAME.unpack(self._read(wire.FRAME.size))
        if words + files > _LARGEST_ANSWER:
            raise self._gone("crash")
        try:
            return wire.decode(self._read(words), files, self._read)
        except wire.Malformed:
            self.stop()
            raise

    def stop(self) -> None:
        """End the child, whatever it is doing."""
        child, self._child, self.served = self._child, None, 0
        if child is None:
            return
        self.peak = max(self.peak, _peak(child.pid))
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream:
                stream.close()

    def _start(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )
        for stream in (child.stdin, child.stdout):
            if stream:
                os.set_blocking(stream.fileno(), False)
        return child

    def _wait(self, stream: int, event: int) -> None:
        poll = select.poll()
        poll.register(stream, event)
        left = max(0.0, self._until - time.monotonic())
        if not poll.poll(left * 1000):
            raise self._gone("time")

    def _write(self, content: bytes) -> None:
        if self._child is None:
            self._child = self._start()
        assert self._child.stdin is not None  # noqa: S101 - it is a pipe
        stream, rest = self._child.stdin.fileno(), memoryview(content)
        while rest:
            try:
                rest = rest[os.write(stream, rest[:_CHUNK]) :]
            except BlockingIOError:
                self._wait(stream, select.POLLOUT)
            except OSError:
                raise self._gone("crash") from None

    def _read(self, size: int) -> bytes:
        if self._child is None or self._child.stdout is None:
            raise Stopped("crash")
        # A buffer that gives away its bytes without copying them.
        stream, content = self._child.stdout.fileno(), BytesIO()
        while left := size - content.tell():
            self._wait(stream, select.POLLIN)
            piece = os.read(stream, min(_CHUNK, left))
            if not piece:
                raise self._gone("crash")
            content.write(piece)
        return content.getvalue()

    def _gone(self, reason: str) -> Stopped:
        """Remove the child; one that used up its processor time counts as late, not as broken."""
        child = self._child
        if reason == "crash" and child is not None:
            try:
                code = child.wait(timeout=1)
            except subprocess.TimeoutExpired:
                code = 0
            reason = "time" if code == -signal.SIGXCPU else "crash"
        self.stop()
        return Stopped(reason)


def _peak(pid: int) -> int:
    """The most memory a process has held, in KiB; 0 where it has ended or nobody keeps count. What
    the system says of ended children counts their parent, whose memory was theirs at first."""
    try:
        found = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0
