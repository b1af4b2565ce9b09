"""A new company's first day, by its pages alone: founded, people, first client, first plan."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import chromium, complaints
from tests.browser.journeys.founding import found
from tests.living import Home

pytestmark = pytest.mark.browser

PLAN = """\
Name,Duration,Predecessors,Assigned To
Kick-off,1,,Olive Owner
Label texts,5,1,Olive Owner
Proofs,3,2FS+2d,
Approval,0,3,
"""


@pytest.fixture
def new_home(tmp_path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def page(new_home):
    with new_home.serving("--workers", "1") as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=server.url)
        page.set_default_timeout(20_000)
        yield page


def test_the_checklist_leads_from_nothing_to_a_first_plan(page):
    heard = complaints(page)
    home = found(page)
    assert _left(page, home) == 5

    _invites(page, home)
    _adds_a_client(page, home)
    _imports_a_plan(page, home)

    expect(page.locator("main")).to_contain_text("Label texts")
    assert _left(page, home) == 2, "the mailbox, and who is believed about senders"
    expect(page.locator("main")).to_contain_text("Labels")
    assert heard == []


def _invites(page: Page, home: str) -> None:
    _begin(page, home, "Invite your people")
    page.locator("[name=email]").fill("ben@fernhill.example")
    page.locator("[name=name]").fill("Ben Carter")
    page.get_by_role("button", name="Show me the mail").click()
    expect(page.locator("main")).to_contain_text("Ben")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("ben@fernhill.example")


def _adds_a_client(page: Page, home: str) -> None:
    _begin(page, home, "Add your first client")
    page.locator("[name=name]").fill("Northwind Medical")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Northwind Medical")).to_be_visible()


def _imports_a_plan(page: Page, home: str) -> None:
    _begin(page, home, "Import your first plan")
    page.locator("[name=file]").set_input_files(
        {"name": "labels.csv", "mimeType": "text/csv", "buffer": PLAN.encode()}
    )
    page.locator("[name=client]").select_option(label="Northwind Medical")
    page.locator("[name=name]").fill("Labels")
    page.get_by_role("button", name="See what it brings").click()
    page.locator("form[action$='/application/'] button").click()


def _left(page: Page, home: str) -> int:
    """How many steps are still to do, as Today lists them."""
    page.goto(home)
    return page.get_by_role("link", name="Begin").count()


def _begin(page: Page, home: str, step: str) -> None:
    page.goto(home)
    row = page.locator(".rows > *").filter(has_text=step)
    row.get_by_role("link", name="Begin").click()
