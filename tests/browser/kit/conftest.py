"""Pages of the kit in a real Chromium; every test also proves that nothing broke the policy."""

import re
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from csp.utils import build_policy
from django.template import engines
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.kit.server import STATIC, Handler, Site

PAGES = Path(__file__).with_name("pages")
PATIENCE = 20_000
SHELL = {
    "workspace": SimpleNamespace(slug="fernhill", name="Fernhill Studio"),
    "member": SimpleNamespace(
        name="Amara Osei",
        role="owner",
        user=SimpleNamespace(email="amara@fernhill.example", theme="system", shortcuts=True),
    ),
    "csrf_token": "the-token",
    "places": [
        SimpleNamespace(label="Today", icon="today", url_name="today", shortcut="g t", count=None),
        SimpleNamespace(
            label="Inbox", icon="inbox", url_name="inbox.list", shortcut="g i", count=lambda _: 7
        ),
        SimpleNamespace(label="Money", icon="money", url_name="no.page", shortcut="", count=None),
    ],
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        yield browser
        browser.close()


class Kit:
    """Opens the pages beside this file and keeps what they complained of."""

    def __init__(self, chromium: Browser, site: Site, address: str) -> None:
        self.chromium, self.site, self.address = chromium, site, address
        self.complaints: list[str] = []

    def open(self, name: str, *, width: int = 1280, theme: str = "light", **context) -> Page:
        """Show a page of the kit inside the staff shell."""
        template = engines["django"].from_string((PAGES / f"{name}.html").read_text())
        self.site.pages["/page/"] = template.render({**SHELL, **context})
        page = self.chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            reduced_motion="reduce",
        ).new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: said.type == "error" and self._note(said.text))
        page.on("pageerror", lambda error: self._note(str(error)))
        page.goto(f"{self.address}/page/")
        page.wait_for_function("() => !document.querySelector(':not(:defined)')")
        return page

    def sent(self, page: Page) -> tuple[str, dict[str, str], str]:
        """The address, the fields and the token of the last thing posted; waits for it."""
        for _ in range(60):
            if self.site.posts:
                address, body, token = self.site.posts[-1]
                return address, dict(re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n', body)), token
            page.wait_for_timeout(40)
        raise AssertionError("nothing was sent")

    def _note(self, text: str) -> None:
        # A refused request is what some tests are about; everything else is a fault.
        if "Failed to load resource" not in text:
            self.complaints.append(text)


@pytest.fixture
def kit(chromium, settings) -> Iterator[Kit]:
    assert (STATIC / "ui" / "app.js").exists(), "Build the front-end first: make frontend"
    settings.ROOT_URLCONF = "tests.browser.kit.urls"
    site = Site(policy=build_policy())
    handler = type("SiteHandler", (Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    kit = Kit(chromium, site, f"http://127.0.0.1:{server.server_port}")
    yield kit
    for context in chromium.contexts:
        context.close()
    server.shutdown()
    server.server_close()
    assert kit.complaints == []
