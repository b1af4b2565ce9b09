"""On a phone: five places at most, the others behind «More», by touch, keyboard and ear."""

import re

import pytest

from tests.browser.chromium import chromium
from tests.browser.inspection import faults_of

pytestmark = pytest.mark.browser


@pytest.fixture(params=[390, 360])
def page(request, faces):
    with chromium() as browser:
        context = browser.new_context(viewport={"width": request.param, "height": 780})
        context.set_default_timeout(20_000)
        opened = context.new_page()
        faces.in_an_empty_company(opened)
        yield opened


def places(page):
    return page.locator(".rail > a:visible, .rail > .more > summary:visible")


def test_the_bar_has_five_places_that_all_fit(page):
    assert places(page).count() == 5
    width = page.viewport_size["width"]
    for place in places(page).all():
        box = place.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert box["width"] >= 44 and box["height"] >= 44


def test_the_keyboard_opens_the_others_walks_them_and_closes_them(page):
    more = page.locator(".rail > .more > summary")
    more.focus()
    page.keyboard.press("Enter")
    sheet = page.locator(".rail > .more > .items")
    assert sheet.is_visible()
    page.keyboard.press("ArrowDown")
    first = sheet.locator("a").first
    assert first.evaluate("it => it === document.activeElement")
    page.keyboard.press("Escape")
    assert not sheet.is_visible()
    assert more.evaluate("it => it === document.activeElement")


def test_a_place_of_the_sheet_opens_and_more_says_that_one_is_there(page):
    page.locator(".rail > .more > summary").click()
    page.locator(".rail > .more > .items a", has_text="Reports").click()
    page.wait_for_url(re.compile("/reports/"))
    assert page.locator(".rail > .more > summary").get_attribute("aria-current") == "true"


def test_the_open_sheet_is_accessible_and_stays_on_the_screen(page):
    page.locator(".rail > .more > summary").click()
    assert faults_of(page) == []
    box = page.locator(".rail > .more > .items").bounding_box()
    assert box["x"] == 0 and box["width"] == page.viewport_size["width"]
    assert box["y"] + box["height"] <= page.locator(".rail").bounding_box()["y"] + 1


def test_a_wide_screen_shows_every_place_and_no_more(page):
    page.set_viewport_size({"width": 1200, "height": 800})
    assert not page.locator(".rail > .more").is_visible()
    assert page.locator(".rail > a:visible").count() > 5
