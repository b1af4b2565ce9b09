"""Ctrl-C that waits for a good moment."""

import os
import signal
from types import FrameType, TracebackType
from typing import Self


class Interruption:
    """Notes the first Ctrl-C, so that whoever works can end where all that they say is true; the
    second one ends at once. Where Ctrl-C is ignored, it stays ignored."""

    def __init__(self, notice: str) -> None:
        self.is_asked = False
        self.is_urgent = False
        self._notice = notice

    def __enter__(self) -> Self:
        self._before = signal.getsignal(signal.SIGINT)
        if self._before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self.is_asked:
            self.is_urgent = True
            raise KeyboardInterrupt
        self.is_asked = True
        # print() might be at work already, and may not be entered twice.
        os.write(2, self._notice.encode())
