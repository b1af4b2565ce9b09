"""With the keyboard alone: everything can be reached, and the focus is not lost after an act."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from rapport.planning.models import Scenario
from rapport.planning.operations import scenarios, scheduling
from rapport.projects.models import Task
from rapport.projects.operations import programmes
from rapport.projects.operations.programmes import ProgrammeDetails
from tests.browser.planning.test_outline import cell, names, press

pytestmark = pytest.mark.browser

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def project(make):
    project = make.project(key="KTB", starts_on=date(2026, 3, 2))
    for name in ("Design", "Build", "Launch"):
        make.task(project, name)
    scheduling.reschedule(project, at=NOW)
    return project


@pytest.fixture
def go(project, page, live_server):
    """Open a page of the project, or of all of them."""

    def go(path, ready="main"):
        page.goto(f"{live_server.url}/w/fernhill/projects/{path}")
        page.wait_for_selector(ready)
        page.wait_for_load_state("networkidle")

    return go


def focused(page):
    """What has the focus, in a word or two; nothing where it is lost."""
    return page.evaluate(
        """() => {
          const it = document.activeElement;
          if (!it || it === document.body) return "";
          return it.getAttribute("aria-label") || it.name || it.dataset.number || it.localName;
        }"""
    )


PAGES = [
    ("KTB/plan/table/", "table[role=grid]"), ("KTB/plan/", ".g-row"), ("KTB/board/", ".task"),
    ("KTB/plan/calendar/?month=2026-03", ".cal-bar"), ("programmes/", ".table"),
    ("programmes/1/", ".table"), ("KTB/plan/scenarios/", "main form"),
    ("KTB/plan/scenarios/1/", ".edit-form"),
]  # fmt: skip
MOST = 400
# Cells and rows of a grid are walked by arrows: one of them is a stop.
STOPS = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
  .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility()).length"""
SHOWN = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const marked = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  };
  const isMarked = marked(it) || [...it.children].some(marked);
  const isInSight = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  return isMarked && isInSight ? "" : it.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize(("path", "ready"), PAGES)
def test_tab_goes_through_the_whole_page_and_is_seen_everywhere(
    project, make, manager, page, go, path, ready
):
    made = programmes.create(make.workspace, ProgrammeDetails("All"), by=manager, at=now())
    programmes.place(project, made, by=manager, at=now())
    scenarios.draft(project, "less", by=manager, at=now())
    go(path, ready)
    stops = page.evaluate(STOPS)
    walked = list(_walked(page))
    # The grid of the outline is gone through cell by cell.
    assert stops - 2 < len(walked) < MOST
    assert [where for where in walked if where] == []


def _walked(page):
    """By Tab from the beginning to the end: of each stop, where its focus is not seen."""
    for _ in range(MOST):
        press(page, "Tab")
        if not focused(page):
            return
        yield page.evaluate(SHOWN)


def test_undoing_an_added_row_leaves_the_focus_in_the_table(project, page, go):
    go("KTB/plan/table/", "table[role=grid]")
    cell(page, 2, "name").focus()
    press(page, "Insert")
    expect(page.locator("inline-edit[data-name=name] input")).to_be_focused()
    press(page, "Escape", "Control+z")
    expect(names(page)).to_have_count(3)
    expect(cell(page, 2, "name")).to_be_focused()


def test_a_row_of_the_outline_is_opened_by_keyboard(project, page, go):
    go("KTB/plan/table/", "table[role=grid]")
    cell(page, 1, "duration").focus()
    press(page, "Alt+Enter")
    expect(page).to_have_url(re.compile(r"/projects/KTB/tasks/2/$"))
    expect(page.locator("h1")).to_have_text(Task.objects.get(number=2).name)


def test_keys_walk_through_a_choice_and_only_enter_makes_it(make, project, page, go):
    for name in ("Ana", "Bo", "Cy"):
        make.member(name=name)
    go("KTB/plan/table/", "table[role=grid]")
    cell(page, 0, "assignee").focus()
    press(page, "Enter", "ArrowDown", "ArrowDown")
    field = page.locator("inline-edit[data-name=assignee] select")
    expect(field).to_be_focused()
    chosen = field.evaluate("it => it.selectedOptions[0].text")
    press(page, "Enter")
    expect(cell(page, 0, "assignee")).to_have_text(chosen)
    assert Task.objects.get(name="Design").assignee.name == chosen


def test_a_choice_made_with_the_mouse_is_made_at_once(make, project, page, go):
    ana = make.member(name="Ana")
    go("KTB/plan/table/", "table[role=grid]")
    cell(page, 0, "assignee").click()
    page.locator("inline-edit[data-name=assignee] select").select_option(str(ana.pk))
    expect(cell(page, 0, "assignee")).to_have_text("Ana")


def test_a_task_that_leaves_the_month_leaves_the_focus_in_the_calendar(project, page, go):
    go("KTB/plan/calendar/?month=2026-03", "plan-calendar:defined")
    page.locator(".cal-bar", has_text="Launch").focus()
    press(page, *["ArrowDown"] * 6)
    expect(page.locator(".cal-bar", has_text="Launch")).to_have_count(0)
    expect(page.locator("plan-calendar")).to_be_focused()


def test_an_arrow_pressed_while_the_days_come_anew_is_not_lost(project, page, go):
    go("KTB/plan/calendar/?month=2026-03", "plan-calendar:defined")
    bar = page.locator(".cal-bar", has_text="Launch")

    def slowly(route):
        page.wait_for_timeout(200)
        route.continue_()

    page.route("**/plan/calendar/**", slowly)
    bar.focus()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        press(page, "ArrowDown")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        press(page, "ArrowRight")
    expect(bar).to_be_focused()
    assert Task.objects.get(name="Launch").schedule.start.date() == date(2026, 3, 10)


def test_ctrl_z_takes_back_what_was_done_last_and_the_focus_is_there_again(project, page, go):
    go("KTB/plan/calendar/?month=2026-03", "plan-calendar:defined")
    page.locator(".cal-bar", has_text="Launch").focus()
    press(page, "ArrowDown")
    expect(page.locator(".toast")).to_contain_text("Undo")
    assert Task.objects.get(name="Launch").schedule.start.date() == date(2026, 3, 9)
    with page.expect_navigation():
        press(page, "Control+z")
    expect(page.locator(".cal-bar", has_text="Launch")).to_be_focused()
    assert Task.objects.get(name="Launch").schedule.start.date() == date(2026, 3, 2)


def test_a_message_that_is_closed_gives_the_focus_back(project, page, go):
    go("KTB/board/", "task-board:defined")
    page.locator(".task", has_text="Build").focus()
    page.evaluate(
        """() => document.body.dispatchEvent(
             new CustomEvent("toast", { detail: { text: "Done." } }))"""
    )
    page.locator(".toast button").focus()
    press(page, "Enter")
    expect(page.locator(".toast")).to_have_count(0)
    expect(page.locator(".task", has_text="Build")).to_be_focused()


def test_programmes_are_put_in_order_step_by_step(make, manager, page, go):
    for name in ("One", "Two", "Three"):
        programmes.create(make.workspace, ProgrammeDetails(name), by=manager, at=now())
    go("programmes/", ".table")
    page.get_by_role("button", name="Move Three up").focus()
    for order in (["One", "Three", "Two"], ["Three", "One", "Two"]):
        with page.expect_navigation():
            press(page, "Enter")
        expect(page.locator("tbody a b")).to_have_text(order)
        assert focused(page) == "Move Three up"


def test_what_is_taken_out_leaves_the_focus_on_the_page(project, make, manager, page, go):
    made = programmes.create(make.workspace, ProgrammeDetails("All"), by=manager, at=now())
    programmes.place(project, made, by=manager, at=now())
    go(f"programmes/{made.number}/", ".table")
    page.locator("button[name=programme]").focus()
    with page.expect_navigation():
        press(page, "Enter")
    assert focused(page) == "main"
    with page.expect_navigation():
        press(page, "Control+z")
    project.refresh_from_db()
    assert project.programme == made


def test_edits_of_a_what_if_are_tried_one_after_the_other(project, manager, page, go):
    made = scenarios.draft(project, "less", by=manager, at=now())
    go(f"KTB/plan/scenarios/{made.number}/", ".edit-form")
    for length in ("3d", "5d"):
        page.locator(".edit-form [name=task]").select_option(index=1 if length == "3d" else 2)
        page.locator(".edit-form [name=length]").fill(length)
        page.locator(".edit-form [name=length]").focus()
        with page.expect_navigation():
            press(page, "Enter")
        assert focused(page) == "length"
    page.locator("button", has_text="Take out").first.focus()
    with page.expect_navigation():
        press(page, "Enter")
    assert focused(page).startswith("Take out: ")
    assert len(Scenario.objects.get().edits) == 1


def test_a_refused_form_begins_at_its_first_wrong_field(project, manager, page, live_server):
    made = scenarios.draft(project, "less", by=manager, at=now())
    another = page.context.new_page()  # it may say in the console that the server refused
    another.goto(f"{live_server.url}/w/fernhill/projects/KTB/plan/scenarios/{made.number}/")
    another.locator(".edit-form [name=task]").select_option(index=1)
    another.locator(".edit-form [name=length]").fill("nonsense")
    with another.expect_navigation():
        press(another, "Enter")
    assert focused(another) == "length"


def test_who_uses_the_mouse_keeps_the_page_as_it_comes(make, manager, page, go):
    for name in ("One", "Two"):
        programmes.create(make.workspace, ProgrammeDetails(name), by=manager, at=now())
    go("programmes/", ".table")
    with page.expect_navigation():
        page.get_by_role("button", name="Move Two up").click()
    assert focused(page) == ""
