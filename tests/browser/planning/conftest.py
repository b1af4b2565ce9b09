"""A browser in which the manager is signed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import chromium, complaints


@pytest.fixture(scope="package")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser, live_server, browse, manager) -> Iterator[Page]:
    """Of a context of its own; it must not complain in the console."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(10_000)
    cookie = browse(manager).cookies["rapport_session"].value
    context.add_cookies([{"name": "rapport_session", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    heard = complaints(page)
    yield page
    context.close()
    assert heard == []
