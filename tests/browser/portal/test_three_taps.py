"""From the mail to an approval: three taps on a small phone, without a script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page

from rapport.clients.operations import sign_in
from rapport.delivery.operations import handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def project(make, client_company, manager):
    return make.project(client_company, "Booking app", key="KTB", lead=manager)


@pytest.fixture
def deliverable(project, manager):
    at = timezone.now()
    made = handing_over.create(
        project, facts=DeliverableFacts("Wireframes", "Twelve screens"), by=manager, at=at
    )
    handing_over.submit(made, files=[], by=manager, at=at)
    return made


@pytest.fixture
def link(live_server, contact, deliverable):
    """The link of the mail, at the address of the test's server."""
    path = f"/p/fernhill/approvals/{deliverable.number}/"
    token = sign_in.cut_key(contact, next_path=path, lives=timedelta(hours=1), at=timezone.now())
    address = live_server.url.replace("127.0.0.1", "localhost")
    return address + sign_in.path_of(contact, token)


def wide(page: Page) -> bool:
    """Whether the page must be scrolled sideways (asked for without a script of the page's)."""
    return page.locator("body").bounding_box()["width"] > PHONE["width"]


def test_three_taps_without_a_script(browser, link, deliverable):
    page = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(link)
    page.get_by_role("button", name="Open").click()
    assert not wide(page)
    page.get_by_role("button", name="Approve").click()
    assert page.get_by_text("approved").first.is_visible()
    deliverable.refresh_from_db()
    assert deliverable.state == "approved"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_or_a_sideways_scroll(
    browser, link, contact, project, manager, scheme
):
    new = NewQuestion(contact, "Which colours?", options=("Blue", "Green"), project=project)
    question = asking.ask(new, by=manager, at=timezone.now())
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    heard = complaints(page)
    page.goto(link)
    page.get_by_role("button", name="Open").click()
    home = page.url.partition("approvals/")[0]
    for path in ("", "projects/KTB/", "approvals/1/", f"questions/{question.number}/",
                 "messages/", "messages/new/", "reports/", "preferences/"):  # fmt: skip
        page.goto(home + path)
        assert not page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ), path
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], path
    assert heard == []
