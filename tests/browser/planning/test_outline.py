"""The plan's table from the keyboard: a plan is written without a mouse."""

from datetime import UTC, date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from rapport.planning.operations import scheduling
from rapport.projects.models import Dependency, Task

pytestmark = pytest.mark.browser

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def project(make, manager, live_server, browse, page):
    """The manager has the table of three tasks in front of them."""
    project = make.project(key="KTB", starts_on=date(2026, 3, 2))
    for name in ("Design", "Build", "Launch"):
        make.task(project, name)
    scheduling.reschedule(project, at=NOW)
    page.goto(f"{live_server.url}/w/fernhill/projects/KTB/plan/table/")
    page.wait_for_selector("table[role=grid]")
    return project


def cell(page, row, name):
    return page.locator("tr[data-number]").nth(row).locator(f"inline-edit[data-name={name}]")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def names(page):
    return page.locator("inline-edit[data-name=name]")


def test_arrows_walk_enter_writes_and_goes_down_tab_goes_on(project, page):
    cell(page, 0, "name").focus()
    press(page, "ArrowRight", "ArrowRight", "ArrowRight")
    expect(cell(page, 0, "duration")).to_be_focused()
    press(page, "Enter")
    page.keyboard.type("3d")
    press(page, "Enter")
    expect(cell(page, 1, "duration")).to_be_focused()
    expect(cell(page, 0, "duration")).to_have_text("3 days")
    expect(cell(page, 1, "duration")).to_be_focused()
    press(page, "Enter")
    page.keyboard.type("2d")
    press(page, "Shift+Tab")
    expect(cell(page, 1, "assignee")).to_be_focused()
    expect(cell(page, 1, "duration")).to_have_text("2 days")
    press(page, "ArrowUp", "ArrowUp")
    expect(cell(page, 0, "assignee")).to_be_focused()


def test_links_are_typed_and_taken_back(project, page):
    cell(page, 2, "waits").focus()
    press(page, "Enter")
    page.keyboard.type("1; 2SS+50%")
    press(page, "Enter")
    expect(cell(page, 2, "waits")).to_have_text("1; 2SS+50%")
    assert Dependency.objects.count() == 2
    cell(page, 2, "waits").focus()
    press(page, "Control+z")
    expect(cell(page, 2, "waits")).to_have_text("—")
    assert Dependency.objects.count() == 0


@pytest.mark.parametrize("milliseconds", [20, 40, 60, 80, 100])
def test_an_act_that_comes_while_rows_are_fetched_is_shown_too(project, page, milliseconds):
    cell(page, 2, "waits").focus()
    press(page, "Enter")
    page.keyboard.type("1")
    press(page, "Enter")
    expect(cell(page, 2, "waits")).to_have_text("1")
    page.wait_for_timeout(milliseconds)
    cell(page, 2, "waits").focus()
    press(page, "Control+z")
    expect(cell(page, 2, "waits")).to_have_text("—")


def test_rows_are_indented_moved_and_added_where_one_stands(project, page):
    cell(page, 1, "name").focus()
    press(page, "Alt+Shift+ArrowRight")
    expect(page.locator("tr[data-number]").nth(1).locator("td.level-1")).to_have_count(1)
    expect(cell(page, 1, "name")).to_be_focused()
    press(page, "Control+BracketLeft")
    expect(page.locator("td.level-1")).to_have_count(0)
    press(page, "Alt+Shift+ArrowUp")
    expect(names(page).nth(0)).to_have_text("Build")
    press(page, "Insert")
    field = page.locator("inline-edit[data-name=name] input")
    expect(field).to_be_focused()
    page.keyboard.type("Review")
    press(page, "Enter")
    expect(names(page).nth(1)).to_have_text("Review")
    press(page, "Control+z")
    expect(names(page).nth(1)).to_have_text("New task")
    press(page, "Control+z")
    expect(names(page)).to_have_count(3)


def test_the_first_of_the_chosen_rows_fills_the_others(project, page):
    Task.objects.filter(name="Design").update(duration_minutes=5 * 480)
    page.reload()
    page.wait_for_selector("table[role=grid]")
    cell(page, 0, "duration").focus()
    press(page, "Shift+ArrowDown", "Shift+ArrowDown")
    expect(page.locator("td[aria-selected=true]")).to_have_count(3)
    press(page, "Control+d")
    for row in range(3):
        expect(cell(page, row, "duration")).to_have_text("5 days")
    press(page, "Control+z")
    expect(cell(page, 2, "duration")).to_have_text("1 day")


def paste(page, text):
    """Into the cell that has the focus, as from the clipboard of a spreadsheet."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_rows_of_a_spreadsheet_are_pasted_and_taken_back_as_one(project, page):
    cell(page, 1, "name").focus()
    paste(page, "Construction\t1\nHand-over\t2FS+1d\nParty\t3")
    expect(names(page)).to_have_text(["Design", "Construction", "Hand-over", "Party"])
    expect(cell(page, 2, "waits")).to_have_text("2FS+1d")
    press(page, "Control+z")
    expect(names(page)).to_have_text(["Design", "Build", "Launch"])
    expect(cell(page, 2, "waits")).to_have_text("—")


def test_a_column_of_finish_dates_is_typed_pasted_and_filled_down(project, page):
    cell(page, 0, "finish").focus()
    press(page, "Enter")
    page.locator("inline-edit[data-name=finish] input.typed-day").fill("2026-03-04")
    press(page, "Enter")
    expect(cell(page, 0, "duration")).to_have_text("3 days")
    expect(cell(page, 1, "finish")).to_be_focused()
    paste(page, "05.03.2026\n2026-03-06")
    expect(cell(page, 1, "duration")).to_have_text("4 days")
    expect(cell(page, 2, "duration")).to_have_text("5 days")
    cell(page, 0, "finish").focus()
    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    for row in range(3):
        expect(cell(page, row, "duration")).to_have_text("3 days")
    press(page, "Control+z")
    expect(cell(page, 2, "duration")).to_have_text("5 days")


def test_a_cell_with_lines_in_it_is_pasted_as_one_task(project, page):
    cell(page, 1, "name").focus()
    paste(page, '"Design\nand build"\t1\n"The ""big"" day"\t2FS+1d')
    expect(names(page)).to_have_text(["Design", "Design and build", 'The "big" day'])


def test_a_day_is_typed_as_one_likes_or_picked_from_the_calendar(project, page):
    cell(page, 0, "finish").focus()
    press(page, "Enter")
    page.keyboard.type("4 Mar 2026")
    press(page, "Enter")
    expect(cell(page, 0, "duration")).to_have_text("3 days")
    cell(page, 1, "finish").focus()
    press(page, "Enter")
    cell(page, 1, "finish").locator(".day-picker").fill("2026-03-05")
    expect(cell(page, 1, "duration")).to_have_text("4 days")


def test_the_grid_has_no_violation_and_its_keys_are_listed(project, page):
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    page.locator("h1").click()
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text("Fill the chosen rows with the first")
