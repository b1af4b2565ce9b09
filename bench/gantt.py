"""`python -m bench.gantt`: how fast a Gantt of 2,000 tasks is drawn, dragged and scrolled.

In a home of its own, in headless Chromium, by the plan's own page. First draw is from the
element's start to the end of the first frame with bars in it; frames a second are counted while
bars are dragged by small steps, by their middle and by their end, and while the wheel turns. One
figure is the median of the pages opened.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from bench import cpu
from tests.browser.chromium import chromium
from tests.living import Home

TARGETS = {"first draw, ms": "below 300", "dragging, frames/s": "at least 30"}
SECONDS = 2.5
# Notes when the element starts, and when its first frame was painted.
NOTE_THE_START = """
const define = customElements.define.bind(customElements);
customElements.define = (name, element, ...more) => {
  if (name === "plan-gantt") {
    const start = element.prototype.connectedCallback;
    element.prototype.connectedCallback = function () {
      const began = performance.now();
      start.call(this);
      const painted = new MessageChannel();
      painted.port1.onmessage = () => { window.drawn = performance.now() - began; };
      requestAnimationFrame(() => painted.port2.postMessage(0));
    };
  }
  define(name, element, ...more);
};
"""
COUNT_FRAMES = """() => {
  window.frames_seen = [];
  const seen = (at) => { window.frames_seen.push(at); requestAnimationFrame(seen); };
  requestAnimationFrame(seen);
}"""


def main() -> None:
    """Print every figure, the targets, and a fixed loop to hold them against."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=5)
    wanted = parser.parse_args()
    print(f"yardstick {cpu.yardstick() * 1000:.0f} ms")
    with _served(wanted.tasks) as (url, cookie), chromium() as browser:
        found = [_measured(browser, url, cookie) for _ in range(wanted.times)]
    print(f"{wanted.tasks:,} tasks, median of {wanted.times}")
    for name in found[0]:
        figures = sorted(one[name] for one in found)
        middle, target = statistics.median(figures), TARGETS.get(name, "")
        print(f"  {name:24} {middle:8.1f}  ({figures[0]:.1f} to {figures[-1]:.1f})  {target}")


@contextmanager
def _served(tasks: int) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of the plan, and the cookie of somebody who may change it."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home")
        seeded = subprocess.run(
            [sys.executable, "-m", "bench.longplan", str(tasks)],
            env=home.environment, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        way_in = json.loads(seeded.stdout.splitlines()[-1])
        with home.serving("--workers", "1") as server:
            cookie = {"name": way_in["cookie"], "value": way_in["session"], "url": server.url}
            yield f"{server.url}/w/bench/projects/LONG/plan/", cookie


def _measured(browser: Browser, url: str, cookie: dict[str, str]) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.add_init_script(NOTE_THE_START)
    page.goto(url)
    page.wait_for_function("() => window.drawn !== undefined")
    drawn = page.evaluate("() => window.drawn")
    nodes = page.locator("plan-gantt *").count()
    page.evaluate(COUNT_FRAMES)
    bar = page.locator(".g-bar.is-editable").nth(3)
    figures = {
        "first draw, ms": drawn,
        "elements in the page": nodes,
        "dragging, frames/s": _frames(page, lambda: _drag(page, bar, 0.5)),
        "pulling, frames/s": _frames(page, lambda: _drag(page, bar, 1)),
        "scrolling, frames/s": _frames(page, lambda: _scroll(page)),
    }
    context.close()
    return figures


def _frames(page: Page, act: Callable[[], None]) -> float:
    """Frames a second of the slowest half second while something goes on."""
    page.evaluate("() => { window.frames_seen.length = 0; }")
    act()
    seen = page.evaluate("() => window.frames_seen")
    halves = range(int((seen[-1] - seen[0]) // 500))
    counts = [sum(500 * n <= at - seen[0] < 500 * (n + 1) for at in seen) for n in halves]
    return min(counts, default=0) * 2.0


def _drag(page: Page, bar: Locator, where: float) -> None:
    """Pull a bar to and fro, by its middle or its end, and let go where it was."""
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    x, y = box["x"] + box["width"] * where - 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    until, step = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        step += 1
        page.mouse.move(x + abs(step % 240 - 120) * 2, y)
    page.keyboard.press("Escape")
    page.mouse.up()


def _scroll(page: Page) -> None:
    page.locator(".g-view").hover()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        page.mouse.wheel(0, 90)


if __name__ == "__main__":
    main()
