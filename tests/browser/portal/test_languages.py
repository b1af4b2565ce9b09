"""Longer words than English has still fit a small phone."""

import pytest

from tests.browser.chromium import chromium, complaints
from tests.i18n.catalogs import LANGUAGES
from tests.portal.conftest import (  # noqa: F401 - the portal's own fixtures
    conversation,
    deliverable,
    portal,
    project,
    promise,
    question,
)

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
PATHS = ["", "projects/KTB/", "approvals/1/", "questions/1/", "messages/", "messages/new/",
         "reports/", "preferences/"]  # fmt: skip
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.usefixtures("deliverable", "question", "promise", "conversation")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways(live_server, portal, contact, language):  # noqa: F811
    contact.language = language
    contact.save()
    address = live_server.url.replace("127.0.0.1", "localhost")
    session = portal(contact).cookies["rapport_session"].value
    with chromium() as browser:
        context = browser.new_context(viewport=PHONE)
        context.add_cookies([{"name": "rapport_session", "value": session, "url": address}])
        page = context.new_page()
        said = complaints(page)
        wide = []
        for path in PATHS:
            page.goto(f"{address}/p/fernhill/{path}")
            assert page.locator("html").get_attribute("lang") == language
            if page.evaluate(WIDTH) > PHONE["width"]:
                wide.append(path)
        assert not wide
        assert not said
