"""Film a page: Chromium's own screencast, written as a Motion-JPEG AVI that any player shows.

Playwright's recorder needs a binary of its own; this needs none.
"""

import base64
import struct
from pathlib import Path

from playwright.sync_api import Page

A_SECOND = 5
QUALITY = 60


class Film:
    """Takes what a page shows until it is developed."""

    def __init__(self, page: Page) -> None:
        viewport = page.viewport_size or {"width": 1280, "height": 800}
        self.width, self.height = viewport["width"], viewport["height"]
        self.shots: list[tuple[float, bytes]] = []
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.on("Page.screencastFrame", self._take)
        self.devtools.send(
            "Page.startScreencast",
            {"format": "jpeg", "quality": QUALITY,
             "maxWidth": self.width, "maxHeight": self.height},
        )  # fmt: skip

    def _take(self, frame: dict) -> None:
        self.shots.append((frame["metadata"]["timestamp"], base64.b64decode(frame["data"])))
        self.devtools.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    def develop(self, target: Path) -> None:
        """Write the film. What stands still is shown as long as it stood."""
        self.devtools.send("Page.stopScreencast")
        target.write_bytes(avi(evenly(self.shots), self.width, self.height))


def evenly(shots: list[tuple[float, bytes]]) -> list[bytes]:
    """As many pictures a second as the film has, each the last one taken by then."""
    if not shots:
        return []
    pictures, current, begin = [], 0, shots[0][0]
    for tick in range(int((shots[-1][0] - begin) * A_SECOND) + A_SECOND):
        while current + 1 < len(shots) and shots[current + 1][0] <= begin + tick / A_SECOND:
            current += 1
        pictures.append(shots[current][1])
    return pictures


def avi(pictures: list[bytes], width: int, height: int) -> bytes:
    """A RIFF file with one stream of JPEGs and its index."""
    largest = max(map(len, pictures), default=0)
    header = struct.pack(
        "<14I", 1_000_000 // A_SECOND, largest * A_SECOND, 0, 0x10, len(pictures), 0, 1, largest,
        width, height, 0, 0, 0, 0,
    )  # fmt: skip
    stream = struct.pack(
        "<4s4sIHHIIIIIIII4H", b"vids", b"MJPG", 0, 0, 0, 0, 1, A_SECOND, 0, len(pictures), largest,
        0xFFFFFFFF, 0, 0, 0, width, height,
    )  # fmt: skip
    size = width * height * 3
    look = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", size, 0, 0, 0, 0)
    headers = _list(
        b"hdrl",
        _chunk(b"avih", header) + _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", look)),
    )
    frames, index, at = [], [], 4
    for picture in pictures:
        frames.append(_chunk(b"00dc", picture))
        index.append(struct.pack("<4sIII", b"00dc", 0x10, at, len(picture)))
        at += len(frames[-1])
    body = headers + _list(b"movi", b"".join(frames)) + _chunk(b"idx1", b"".join(index))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"AVI " + body


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _list(name: bytes, content: bytes) -> bytes:
    return _chunk(b"LIST", name + content)
