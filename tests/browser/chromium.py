"""Chromium for the tests: Debian's, headless, talking to nobody but us."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def complaints(page: Page) -> list[str]:
    """A list that fills with what a page complains of: script errors, broken policy, and what
    could not be loaded (named by its address, which Chromium's own words leave out)."""
    heard: list[str] = []
    page.on("console", lambda said: said.type == "error" and _is_told(said.text, heard))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("response", lambda got: got.status >= 400 and heard.append(f"{got.status} {got.url}"))
    return heard


def _is_told(text: str, heard: list[str]) -> None:
    if not text.startswith("Failed to load resource"):
        heard.append(text)
