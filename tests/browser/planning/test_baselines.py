"""A plan is kept, a bar is pulled beyond it, and the page says by how much."""

from datetime import UTC, date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from rapport.planning.operations import scheduling
from rapport.projects.models import Dependency

pytestmark = pytest.mark.browser

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def plan(make, manager, live_server, browse, page) -> str:
    """The manager is signed in; the address of the plan of two linked tasks."""
    project = make.project(key="KTB", starts_on=date(2026, 3, 2))
    one, other = make.task(project, "API access"), make.task(project, "Payments")
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=one, successor=other
    )
    scheduling.reschedule(project, at=NOW)
    return f"{live_server.url}/w/fernhill/projects/KTB/plan/"


def test_what_is_pulled_leaves_its_baseline_behind(plan, page):
    page.goto(f"{plan}baselines/")
    page.get_by_role("textbox", name="Name").fill("Agreed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="Agreed")).to_contain_text("as it was")

    page.goto(plan)
    page.locator(".g-bar.is-editable").first.scroll_into_view_if_needed()
    kept = page.locator(".g-base").first
    was, bar = kept.bounding_box(), page.locator(".g-bar.is-editable").first.bounding_box()
    assert abs(was["x"] - bar["x"]) < 2 and was["y"] > bar["y"]
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    page.mouse.down()
    page.mouse.move(bar["x"] + 200, bar["y"] + 4, steps=8)
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("API access moved")
    expect(page.locator(".g-row", has_text="Payments")).not_to_contain_text("3 Mar")
    moved = page.locator(".g-bar.is-editable").first.bounding_box()
    assert moved["width"] > bar["width"] + 50 and kept.bounding_box() == was
    lane = page.locator(".g-row", has_text="API access").locator(".g-lane")
    assert "baseline: Mon, 2 March 2026" in lane.get_attribute("aria-label")

    page.locator("summary", has_text="Baselines").click()
    page.get_by_role("link", name="Compare with the plan").click()
    expect(page.get_by_role("row", name="Payments")).to_contain_text("later")
    page.get_by_role("link", name="Finish moved").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Finish moved")
    assert Axe().run(page).response["violations"] == []


def test_one_is_renamed_thrown_away_and_brought_back(plan, page):
    page.goto(f"{plan}baselines/")
    page.get_by_role("button", name="Take a baseline").click()
    page.get_by_role("link", name="Plan of").click()
    page.get_by_label("More").click()
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("textbox", name="Name").fill("Agreed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Agreed")
    page.locator("main").get_by_label("More").click()
    page.get_by_role("button", name="Move to the bin").click()
    expect(page.get_by_text("No baselines yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("“Agreed” is back.")).to_be_visible()
    page.goto(f"{plan}baselines/")
    expect(page.get_by_role("link", name="Agreed")).to_be_visible()
