"""The plan, worked on by hand: a bar is dragged, a cell edited, a card moved, an act undone."""

from datetime import UTC, date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from rapport.planning.operations import scheduling
from rapport.projects.models import Dependency

pytestmark = pytest.mark.browser

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def plan(make, manager, live_server, browse, page):
    """The manager has the plan page of two linked tasks in front of them."""
    project = make.project(key="KTB", starts_on=date(2026, 3, 2))
    one, other = make.task(project, "API access"), make.task(project, "Payments")
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=one, successor=other
    )
    scheduling.reschedule(project, at=NOW)
    page.goto(f"{live_server.url}/w/fernhill/projects/KTB/plan/")
    return project


def test_a_dragged_bar_takes_along_what_waits_for_it_and_undo_puts_it_back(plan, page):
    bar = page.locator(".g-bar.is-editable").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 4, steps=8)
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("API access moved")
    follower = page.locator(".g-row", has_text="Payments")
    expect(follower).not_to_contain_text("3 Mar")
    page.get_by_role("button", name="Undo").click()
    expect(follower).to_contain_text("3 Mar")


def test_a_duration_edited_in_the_table_moves_the_rows_below(plan, page, live_server):
    page.goto(f"{live_server.url}/w/fernhill/projects/KTB/plan/table/")
    cell = page.locator("inline-edit[data-name=duration]").first
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("3d")
    page.keyboard.press("Enter")
    expect(page.locator("inline-edit[data-name=duration]").first).to_have_text("3 days")
    expect(page.locator("tr", has_text="Payments")).to_contain_text("5 Mar")


def test_a_card_is_moved_with_the_keyboard(plan, page, live_server):
    page.goto(f"{live_server.url}/w/fernhill/projects/KTB/board/")
    # Keys are heard once the script of the board is there.
    page.locator("task-board:defined").wait_for()
    page.locator("li.task").first.focus()
    # The card moves at once; a page loaded before the answer would be one of before.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("ArrowRight")
        expect(page.locator("section[data-state=doing] li.task")).to_have_count(1)
    page.reload()
    expect(page.locator("section[data-state=doing] li.task")).to_have_count(1)


def test_the_pages_of_a_project_have_no_violation_of_accessibility(plan, page, live_server):
    for path in ("", "plan/", "plan/table/", "board/", "tasks/1/", "details/"):
        page.goto(f"{live_server.url}/w/fernhill/projects/KTB/{path}")
        page.wait_for_load_state("networkidle")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
