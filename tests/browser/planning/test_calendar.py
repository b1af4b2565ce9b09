"""The calendar of a plan by hand: a task is dragged, moved by the arrows, added on a day."""

from datetime import UTC, date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from rapport.planning.operations import scheduling
from rapport.projects.models import Task

pytestmark = pytest.mark.browser

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def calendar(make, manager, live_server, browse, page) -> str:
    """The manager has March in front of them, with a task and its milestone."""
    project = make.project(key="KTB", starts_on=date(2026, 3, 2))
    make.task(project, "Design", duration_minutes=2 * 480)
    make.task(project, "Launch", is_milestone=True, duration_minutes=0, position=2)
    scheduling.reschedule(project, at=NOW)
    url = f"{live_server.url}/w/fernhill/projects/KTB/plan/calendar/?month=2026-03"
    page.goto(url)
    page.wait_for_selector("plan-calendar:defined")
    return url


def bar(page, name):
    return page.locator(".cal-bar", has_text=name).first


def day(page, on):
    return page.locator(f'.cal-days > [data-day="{on}"]')


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def starts(name):
    return Task.objects.get(name=name).schedule.start.date()


def drag(page, name, on):
    box = bar(page, name).bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(*middle(day(page, on).bounding_box()), steps=8)


def test_a_task_dragged_to_another_day_stays_there_until_undo(calendar, page):
    drag(page, "Design", "2026-03-12")
    expect(day(page, "2026-03-12")).to_have_class("is-target")
    expect(page.locator(".g-bubble")).to_contain_text("12 March 2026")
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("Design moved")
    expect(page.locator(".cal-week").nth(2).locator(".cal-bar", has_text="Design")).to_be_visible()
    expect(bar(page, "Design")).to_be_focused()
    assert page.url == calendar and starts("Design") == date(2026, 3, 12)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".cal-week").nth(1).locator(".cal-bar", has_text="Design")).to_be_visible()
    assert starts("Design") == date(2026, 3, 2)


def test_escape_lets_a_dragged_task_be_and_a_click_opens_it(calendar, page):
    drag(page, "Design", "2026-03-12")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".is-target, .toast")).to_have_count(0)
    assert page.url == calendar and starts("Design") == date(2026, 3, 2)
    bar(page, "Design").click()
    expect(page.locator("h1")).to_contain_text("Design")
    page.go_back()
    expect(page.locator("plan-calendar h2")).to_have_text("March 2026")


def test_the_arrows_move_a_task_by_days_and_weeks_and_the_focus_goes_with_it(calendar, page):
    bar(page, "Design").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("plan-calendar [role=status]")).to_contain_text("Wed, 11 March 2026")
    expect(page.locator(".toast")).to_contain_text("Design moved")
    expect(bar(page, "Design")).to_be_focused()
    assert starts("Design") == date(2026, 3, 11)
    # The first message may be gone by then.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".toast").last).to_contain_text("Design moved")
    assert starts("Design") == date(2026, 3, 10)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Design")


def test_what_has_begun_is_not_moved_and_says_so(calendar, page):
    Task.objects.filter(name="Design").update(actual_start=NOW, state="doing")
    page.reload()
    page.wait_for_selector("plan-calendar:defined")
    bar(page, "Design").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("plan-calendar [role=status]")).to_contain_text("cannot be moved by hand")


def test_months_go_by_with_one_key_and_come_back(calendar, page):
    page.keyboard.press("j")
    expect(page.locator("plan-calendar h2")).to_have_text("April 2026")
    page.keyboard.press("w")
    expect(page.locator("plan-calendar h2")).to_contain_text("Apr")
    page.go_back()
    expect(page.locator("plan-calendar h2")).to_have_text("April 2026")
    page.keyboard.press("k")
    expect(page.locator("plan-calendar h2")).to_have_text("March 2026")
    page.go_back()
    expect(page.locator("plan-calendar h2")).to_have_text("April 2026")
    page.go_back()
    expect(page.locator("plan-calendar h2")).to_have_text("March 2026")


def test_a_task_is_added_on_a_day(calendar, page):
    day(page, "2026-03-19").hover()
    day(page, "2026-03-19").get_by_role("link", name="Add a task").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Start no earlier than")).to_have_value("2026-03-19")
    dialog.get_by_label("What is to be done").fill("Review")
    page.keyboard.press("Enter")
    expect(bar(page, "Review")).to_be_visible()
    assert page.url == calendar and starts("Review") == date(2026, 3, 19)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_has_a_list_of_days_in_place_of_the_grid(calendar, page, scheme):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    expect(page.locator(".cal-grid")).to_be_hidden()
    expect(page.locator(".cal-list").get_by_role("link", name="Design")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 1440, "height": 1000})
    assert Axe().run(page).response["violations"] == []
    page.emulate_media(media="print", color_scheme="light")
    expect(page.locator(".cal-grid")).to_be_visible()
    expect(page.locator(".cal-tools .btn").first).to_be_hidden()
