"""The answer chosen in a mail is noted by a hand on the page, and by nothing less."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from rapport.cases.operations import closing, opening
from rapport.feedback.models import Answer
from rapport.feedback.operations import inviting
from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 740}
LINK = re.compile(r"http://localhost:8000(/p/fernhill/feedback/[\w-]+/)")


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def link(live_server, make, contact, manager):
    """As in the mail, at the address of the test's server."""
    at = timezone.now()
    case = opening.open_case(
        make.conversation(contact, "Label proofs"), kind="incident", by=manager, at=at
    )
    closing.close(case, cause="A wrong template", by=manager, at=at)
    inviting.invite(case, at=at)
    path = LINK.search(mail.outbox[0].body)[1]
    return live_server.url.replace("127.0.0.1", "localhost") + path


def noted() -> list[tuple[int, str]]:
    return list(Answer.objects.values_list("score", "sentence"))


def said(page: Page, words: str) -> None:
    expect(page.locator("first-touch [role=status]")).to_contain_text(words)


def test_a_scanner_that_runs_scripts_notes_nothing(browser, link):
    page = browser.new_page()
    for score in (5, 4, 3, 2, 1):
        page.goto(f"{link}?score={score}")
        said(page, "is noted with your first touch")
        page.evaluate("document.dispatchEvent(new PointerEvent('pointermove', {bubbles: true}))")
        page.evaluate("window.scrollTo(0, 50)")
        page.wait_for_timeout(100)
    assert noted() == []


def test_the_mouse_moves_and_the_answer_is_noted_once(browser, link):
    page = browser.new_page()
    heard = complaints(page)
    page.goto(f"{link}?score=5")
    said(page, "“Very good” is noted with your first touch")
    page.mouse.move(200, 200)
    said(page, "Thank you, we have noted it")
    assert noted() == [(5, "")] and page.url == link and not heard
    page.get_by_label("In a sentence").fill("Quick and kind")
    page.get_by_label("Good", exact=True).check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/?thanks")
    assert noted() == [(4, "Quick and kind")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thumb_anywhere_on_the_page_notes_it(browser, link, scheme):
    page = browser.new_context(viewport=PHONE, color_scheme=scheme, has_touch=True).new_page()
    page.goto(f"{link}?score=2")
    said(page, "is noted with your first touch")
    assert Axe().run(page).response["violations"] == []
    page.locator("h1").tap()
    said(page, "Thank you")
    assert noted() == [(2, "")]
    assert Axe().run(page).response["violations"] == []
    page.goto(link)
    expect(page.get_by_label("Bad", exact=True)).to_be_checked()


def test_a_thumb_on_another_answer_notes_none_that_was_not_sent(browser, link):
    page = browser.new_context(viewport=PHONE, has_touch=True).new_page()
    page.goto(f"{link}?score=1")
    said(page, "is noted with your first touch")
    page.get_by_text("Very good", exact=True).tap()
    page.wait_for_timeout(200)
    assert noted() == []
    page.get_by_role("button", name="Send").tap()
    page.wait_for_url("**/?thanks")
    assert noted() == [(5, "")]


def test_without_a_script_the_button_is_there(browser, link):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{link}?score=4")
    page.mouse.move(200, 200)
    assert noted() == []
    page.get_by_role("button", name="Send").click()
    assert noted() == [(4, "")]
