"""The board by keyboard and mouse: lanes that hand cards over, and limits that warn."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser
BOARD = "projects/KTB/board/"


@pytest.fixture
def board(faces):
    """The demo's booking app by person, and what the page complains of."""
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 1400})
        context.set_default_timeout(20_000)
        page = context.new_page()
        heard = complaints(page)
        page.goto(faces.as_staff(page) + BOARD + "?by=person")
        yield page
        assert heard == []


def cell(page, lane: str, column: str):
    return page.get_by_role("region", name=f"{column}, {lane}")


def warnings(page):
    return page.locator(".heads [data-over]:visible")


def look_again(page) -> None:
    """As it is kept, not only as it was drawn."""
    expect(page.locator(".task.is-busy")).to_have_count(0)
    page.reload()


def test_a_limit_that_is_passed_warns_at_once(board):
    limit = board.get_by_role("button", name="At most in Doing")
    limit.click()
    board.keyboard.type("1")
    board.keyboard.press("Enter")
    expect(limit).to_have_text("of 1")
    expect(warnings(board)).to_have_count(1)
    limit.click()
    board.keyboard.press("Control+A")
    board.keyboard.press("Delete")
    board.keyboard.press("Enter")
    expect(limit).to_have_text("no limit")
    expect(warnings(board)).to_have_count(0)


def test_the_keyboard_moves_a_card_within_its_lane(board):
    card = cell(board, "Noor Haddad", "To do").locator(".task").first
    name = card.locator("a").inner_text()
    card.focus()
    board.keyboard.press("ArrowRight")
    expect(cell(board, "Noor Haddad", "Doing")).to_contain_text(name)
    look_again(board)
    expect(cell(board, "Noor Haddad", "Doing")).to_contain_text(name)
    cell(board, "Noor Haddad", "Doing").locator(".task").first.focus()
    board.keyboard.press("ArrowLeft")
    expect(cell(board, "Noor Haddad", "To do")).to_contain_text(name)


def test_the_mouse_hands_a_card_to_somebody_else(board):
    card = cell(board, "Nobody", "To do").locator(".task").first
    name = card.locator("a").inner_text()
    card.locator("small").first.drag_to(cell(board, "Teo Marin", "To do").locator(".cards"))
    expect(cell(board, "Teo Marin", "To do")).to_contain_text(name)
    look_again(board)
    expect(cell(board, "Teo Marin", "To do")).to_contain_text(name)
