"""An answer is kept until a chosen moment, and a conversation is put off, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser
# It answers what was asked there: a second look at it finds nothing.
YES = "Oui, la date tient toujours."


@pytest.fixture
def desk(faces):
    """A conversation that waits for us, open."""
    with chromium() as browser:
        page = browser.new_page()
        heard = complaints(page)
        page.goto(faces.as_staff(page) + "inbox/")
        page.locator("[data-row]").first.click()
        expect(page.locator("mail-composer textarea")).to_be_visible()
        yield page
        assert heard == []


def test_enter_in_the_day_and_hour_sends_then_and_not_now(desk):
    desk.locator("mail-composer textarea").fill(YES)
    desk.get_by_label("Send later").click()
    desk.locator("#answer-at").fill("2027-01-05T09:30")
    desk.locator("#answer-at").press("Enter")
    expect(desk.locator(".waits")).to_contain_text("09:30")
    expect(desk.locator("undo-send")).to_have_count(0)
    desk.get_by_role("button", name="Back to a draft").click()
    expect(desk.locator("mail-composer textarea")).to_have_value(YES)
    desk.get_by_role("button", name="Discard").click()
    expect(desk.locator(".waits")).to_have_count(0)


def test_s_puts_it_off_and_brings_it_back(desk):
    where = desk.url
    desk.locator("h1").first.click()
    desk.keyboard.press("s")
    desk.locator("section .pane-head").get_by_role("button", name="Tomorrow").click()
    expect(desk.locator("toast-stack")).to_contain_text("Put off until")
    desk.goto(where)
    expect(desk.locator("section .pane-head")).to_contain_text("put off until")
    desk.locator("h1").first.click()
    desk.keyboard.press("s")
    expect(desk.locator("section .pane-head")).not_to_contain_text("put off until")
