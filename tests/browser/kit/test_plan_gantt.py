"""The plan by mouse and by keyboard."""

import itertools

import pytest

from tests.browser.kit.plans import large, small, task

pytestmark = pytest.mark.browser


@pytest.fixture
def page(kit):
    return kit.open("plan", plan=small())


def bar(page, name):
    return page.locator(".g-row", has=page.get_by_role("rowheader", name=name)).locator(".g-bar")


def pull(page, element, by, at="middle"):
    box = element.bounding_box()
    x = box["x"] + (box["width"] / 2 if at == "middle" else box["width"] - 3)
    y = box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


def test_arrow_keys_move_a_task_by_days_and_send_one_change(page, kit):
    page.locator(".g-row[tabindex='0']").focus()
    for key in ["ArrowDown", "ArrowRight", "ArrowRight"]:
        page.keyboard.press(key)
    change = {"start": "2026-11-13T09:00"}
    assert kit.sent(page) == ("/tasks/2/schedule/", change, "the-token")
    assert len(kit.site.posts) == 1


def test_shift_and_arrow_make_a_task_longer(page, kit):
    page.locator(".g-row[data-id='3']").focus()
    page.keyboard.press("Shift+ArrowRight")
    assert kit.sent(page)[1] == {"finish": "2026-11-13T17:00"}


def test_a_task_is_dragged_by_whole_days(page, kit):
    pull(page, bar(page, "Payments"), by=82)
    assert kit.sent(page)[1] == {"start": "2026-11-14T09:00"}


def test_the_end_of_a_bar_is_pulled_to_change_its_length(page, kit):
    pull(page, bar(page, "Payments"), by=81, at="end")
    assert kit.sent(page)[1] == {"finish": "2026-11-14T17:00"}


def test_a_summary_is_not_dragged(page, kit):
    pull(page, bar(page, "Build"), by=80)
    page.wait_for_timeout(100)
    assert kit.site.posts == []


def test_two_tasks_are_linked_from_the_keyboard(page, kit):
    page.locator(".g-row[data-id='3']").focus()
    for key in ["l", "ArrowDown", "l"]:
        page.keyboard.press(key)
    assert kit.sent(page)[:2] == ("/tasks/3/links/", {"to": "4", "kind": "FS"})


def test_what_the_engine_answers_is_drawn_and_said(page, kit):
    later = {**small()["tasks"][3], "start": "2026-11-24T17:00", "finish": "2026-11-24T17:00"}
    kit.site.answers["/tasks/2/schedule/"] = (200, {"tasks": [later]})
    page.locator(".g-row[data-id='2']").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("dates of 1 tasks changed").wait_for(state="attached")
    assert "24 Nov" in page.locator(".g-row[data-id='4']").inner_text()
    assert page.evaluate("document.activeElement.dataset.id") == "2"


def test_a_refused_change_goes_back_and_says_why(page, kit):
    kit.site.answers["/tasks/3/schedule/"] = (409, {"error": "Payments is done already."})
    before = bar(page, "Payments").bounding_box()
    pull(page, bar(page, "Payments"), by=82)
    page.get_by_text("Payments is done already.").wait_for()
    assert bar(page, "Payments").bounding_box() == before


def test_escape_takes_back_a_move_before_it_is_sent(page, kit):
    page.locator(".g-row[data-id='3']").focus()
    for key in ["ArrowRight", "Escape"]:
        page.keyboard.press(key)
    page.wait_for_timeout(600)
    assert kit.site.posts == []


def test_a_phase_folds_and_opens_with_the_arrows(page):
    page.locator(".g-row[data-id='1']").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".g-row").count() == 1
    assert page.locator(".g-row").get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowRight")
    assert page.locator(".g-row").count() == 4


def test_the_name_of_a_task_opens_it_by_click_and_enter_by_key(page, kit):
    kit.site.pages["/tasks/3/"] = "<title>task 3</title>"
    page.get_by_role("rowheader", name="Payments").get_by_text("Payments").click()
    page.wait_for_url("**/tasks/3/")
    page.go_back()
    page.locator(".g-row[data-id='3']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/3/")


def test_a_plan_that_may_not_be_changed_has_no_handles(kit):
    page = kit.open("plan", plan=small(), readonly=True)
    assert page.locator(".g-grip, .g-link").count() == 0


def test_fifteen_hundred_tasks_draw_quickly_and_hold_few_nodes(kit):
    page = kit.open("plan", plan=large())
    spent = page.evaluate(
        """() => {
          const gantt = document.querySelector("plan-gantt");
          const times = ["day", "week", "month", "week", "day"].map((zoom) => {
            const start = performance.now();
            gantt.zoom(zoom);
            gantt.offsetHeight;
            return performance.now() - start;
          });
          return times.sort((a, b) => a - b)[2];
        }"""
    )
    assert page.locator("plan-gantt *").count() < 900
    assert spent < 120
    page.evaluate("document.querySelector('.g-view').scrollTop = 36 * 1400")
    page.get_by_role("rowheader", name="Task 1405", exact=True).wait_for()


def test_another_scale_keeps_today_where_it_stands(page):
    def today():
        return page.locator(".g-flag.is-today").bounding_box()["x"]

    page.get_by_role("button", name="Weeks").click()
    before = today()
    page.get_by_role("button", name="Days").click()
    assert today() == pytest.approx(before, abs=2)


def test_the_name_of_a_month_that_is_nearly_over_is_not_written_under_the_next(kit):
    plan = small()
    plan["tasks"].append(task(5, start="2026-10-06T09:00"))
    page = kit.open("plan", plan=plan)
    page.get_by_role("button", name="Weeks").click()
    page.evaluate("document.querySelector('.g-view').scrollLeft = 0")
    # Asked for all at once: the head is drawn anew when it is scrolled.
    boxes = page.locator(".g-major").evaluate_all(
        "names => names.map(name => name.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert boxes and all(right <= left for (_, right), (left, _) in itertools.pairwise(boxes))


def test_where_the_finish_is_likely_stands_behind_the_bars_and_says_what_it_rests_on(page):
    flag = page.locator(".g-flag.is-likely")
    assert flag.get_attribute("title").endswith("19 November 2026, from default uncertainty")
    band, mark = page.locator(".g-band").bounding_box(), flag.bounding_box()
    assert band["x"] == pytest.approx(mark["x"], abs=1) and band["width"] > 40
    said = page.locator(".g-row[data-id='4'] .g-lane").get_attribute("aria-label")
    assert "half to eight of ten runs end: Mon, 16 November 2026 – Wed, 18 November 2026" in said


def test_slack_is_drawn_when_asked_for_and_is_always_said(page):
    slack = page.locator(".g-row[data-id='4'] .g-slack")
    assert not slack.is_visible()
    page.get_by_role("button", name="Slack").click()
    assert slack.is_visible()
    said = page.locator(".g-row[data-id='4'] .g-lane").get_attribute("aria-label")
    assert "may end until: Tue, 17 November 2026" in said


def test_the_links_of_the_row_one_stands_on_are_lifted_out(page):
    page.locator(".g-row[tabindex='0']").focus()
    assert page.locator(".g-path.is-own").count() == 0
    page.keyboard.press("ArrowDown")
    assert page.locator(".g-path.is-own").count() == 1


def test_only_rows_in_sight_are_in_the_page_while_one_scrolls(kit):
    page = kit.open("plan", plan=large())
    for top in (0, 9_000, 30_000, 200):
        page.evaluate("top => { document.querySelector('.g-view').scrollTop = top; }", top)
        page.get_by_role("rowheader", name=f"Task {top // 36 + 4}", exact=True).wait_for()
        assert page.locator(".g-row").count() < 50
