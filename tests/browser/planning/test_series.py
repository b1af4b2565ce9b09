"""A task that comes back, by hand: what it would do is said while one writes."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from rapport.planning.operations import scheduling
from rapport.projects.models import Task

pytestmark = pytest.mark.browser


@pytest.fixture
def board(make, manager, live_server, browse, page) -> str:
    """The manager is signed in; the address of an empty board. The plan ends in a month."""
    project = make.project(key="KTB", starts_on=localdate())
    make.task(project, "Build", duration_minutes=20 * 480)
    scheduling.reschedule(project, at=now())
    return f"{live_server.url}/w/fernhill/projects/KTB/board/"


@pytest.fixture
def report(board, page):
    """A new task, with the form in which it comes back in front of the manager; what that does."""
    page.goto(board)
    page.keyboard.press("c")
    page.get_by_label("What is to be done").fill("Report")
    page.get_by_role("button", name="Add and repeat").click()
    effect = page.locator("#effect")
    expect(effect).to_contain_text("parts of this one")
    write(page, "until", "")
    write(page, "times", "3")
    expect(effect).to_contain_text("3 tasks")
    return effect


def write(page, name, text):
    field = page.locator(f"#series [name={name}]")
    field.fill(text)
    field.blur()


def reports():
    return Task.objects.live().filter(name__startswith="Report ").count()


def test_what_it_does_is_said_while_one_writes(report, page):
    unit = page.get_by_label("Days, weeks, months or years")
    expect(page.get_by_label("Which day of the month")).to_be_hidden()
    unit.select_option("monthly")
    expect(page.get_by_label("Which day of the month")).to_be_visible()
    expect(page.get_by_label("Tuesday")).to_be_hidden()
    unit.select_option("daily")
    write(page, "every", "7")
    expect(report.locator("li time").nth(1)).to_have_attribute(
        "datetime", f"{settled(localdate() + timedelta(days=7))}"
    )
    assert Axe().run(page).response["violations"] == []


def settled(day):
    """The working day that stands for one of a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def test_a_new_task_is_repeated_changed_and_taken_back(board, report, page):
    page.get_by_role("button", name="Repeat it").click()
    expect(page.locator(".toast")).to_contain_text("“Report” comes back.")
    assert reports() == 3
    page.get_by_role("link", name="Change").click()
    expect(report).to_contain_text("Everything stands like that already.")
    write(page, "times", "1")
    expect(report).to_contain_text("2 tasks go to the bin.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("comes back otherwise now")
    assert reports() == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Report 3")).to_be_visible()
    page.goto(board)
    expect(page.locator(".task .mark")).to_have_count(3)


def test_what_says_no_end_yet_does_nothing_yet(board, page):
    page.goto(board.replace("board/", "plan/1/repeat/"))
    write(page, "until", "")
    write(page, "times", "")
    expect(page.locator("#effect")).to_contain_text("Say when it comes back")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
