"""A plan is exported by hand, and comes back by hand."""

from datetime import UTC, date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from rapport.integrations.planfiles import mspdi
from rapport.planning.models import ScheduleRow
from rapport.planning.operations import scheduling
from rapport.projects.models import Dependency

pytestmark = pytest.mark.browser

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def plan(make, manager, live_server, browse, page):
    """The manager has the plan of two linked tasks on the page to export it."""
    project = make.project(key="KTB", name="Launch", starts_on=date(2026, 3, 2))
    one, other = make.task(project, "API access"), make.task(project, "Payments")
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=one, successor=other
    )
    scheduling.reschedule(project, at=NOW)
    page.goto(f"{live_server.url}/w/fernhill/projects/KTB/plan/export/")
    return project


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_axe_finds_nothing(plan, page, width, scheme):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_role("heading", name="Export the plan")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []


def test_a_plan_goes_out_and_comes_back_into_a_project_of_its_own(plan, page, tmp_path):
    for name in ("Excel", "CSV", "Calendar (iCalendar)", "Microsoft Project (XML)"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
    assert download.value.suggested_filename == "KTB-Launch-plan.xml"
    left = tmp_path / "plan.xml"
    download.value.save_as(left)
    assert [task.name for task in mspdi.read(left.read_bytes()).tasks] == ["API access", "Payments"]

    page.goto(page.url.split("/projects/")[0] + "/projects/import/")
    page.set_input_files("input[type=file]", left)
    page.select_option("select[name=client]", index=1)
    page.get_by_role("button", name="See what it brings").click()
    page.get_by_role("button", name="Import it").click()
    expect(page.locator("h1")).to_contain_text("Plan")
    dates = {}
    rows = ScheduleRow.objects.values_list("project_id", "task__name", "start", "finish")
    for project, *row in rows:
        dates.setdefault(project, set()).add(tuple(row))
    before, after = dates.values()
    assert before == after
