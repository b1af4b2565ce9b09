"""The story of a plan, in a real browser: from Microsoft Project in, to Microsoft Project out.

Imported, kept as a baseline, dragged, tried, levelled, promised, exported, imported again: equal.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import chromium, complaints
from tests.browser.journeys.founding import found
from tests.living import Home
from tests.quality.archives import unpack
from tests.quality.msproject import FOLDER

pytestmark = [
    pytest.mark.quality,
    pytest.mark.browser,
    pytest.mark.skipif(not FOLDER.exists(), reason="the Microsoft Project corpus is not here"),
]
PLAN = "projects/MOVE/plan/"


@pytest.fixture(scope="module")
def largest(tmp_path_factory) -> Path:
    """The plan with the most tasks among the cases."""
    folder = tmp_path_factory.mktemp("plans")
    unpack(FOLDER / "mspdi.tar.gz", folder)
    return max(folder.rglob("*.xml"), key=lambda file: file.read_bytes().count(b"<Task>"))


@pytest.fixture
def page(tmp_path):
    home = Home(tmp_path / "home")
    with home.serving("--workers", "1") as server, chromium() as browser:
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, base_url=server.url, accept_downloads=True
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        yield page


def test_a_plan_comes_in_lives_and_goes_out_unchanged(page, largest, tmp_path):
    heard = complaints(page)
    home = found(page)
    _makes_the_client(page, home)
    _imports(page, home, largest)
    _takes_a_baseline(page, home)
    _drags_a_task_and_sees_what_it_moved(page, home)
    _tries_a_what_if(page, home)
    _levels(page, home)
    _promises(page, home)
    _exports_and_imports_again(page, home, tmp_path)
    assert heard == []


def _makes_the_client(page: Page, home: str) -> None:
    page.goto(f"{home}clients/new/")
    page.locator("[name=name]").fill("Northwind Medical")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Northwind Medical")).to_be_visible()


def _imports(page: Page, home: str, file: Path) -> None:
    page.goto(f"{home}projects/import/")
    page.locator("input[name=file]").set_input_files(file)
    page.locator("[name=client]").select_option(label="Northwind Medical")
    page.locator("[name=name]").fill("The move")
    page.locator("[name=key]").fill("MOVE")
    page.get_by_role("button", name="See what it brings").click()
    page.locator("form[action$='/application/'] button").click()
    page.wait_for_url(re.compile(r"/projects/MOVE/"))


def _takes_a_baseline(page: Page, home: str) -> None:
    page.goto(f"{home}{PLAN}baselines/")
    page.locator("main [name=name]").fill("As agreed")
    page.get_by_role("button", name="Take a baseline").click()
    expect(page.get_by_role("link", name="As agreed")).to_be_visible()


def _drags_a_task_and_sees_what_it_moved(page: Page, home: str) -> None:
    page.goto(f"{home}{PLAN}")
    page.get_by_role("button", name="Days").click()
    bar = page.locator(".g-bar.is-editable.is-critical:not(.is-milestone)").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    x, y = box["x"] + 4, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 200, y, steps=10)
    page.mouse.up()
    effects = page.locator(".g-effects")
    expect(effects).to_be_visible()
    expect(effects).to_contain_text("later")
    expect(effects).to_contain_text("waits for")


def _tries_a_what_if(page: Page, home: str) -> None:
    page.goto(f"{home}{PLAN}scenarios/")
    page.locator("main [name=name]").fill("testing takes longer")
    page.get_by_role("button", name="Begin").click()
    page.locator("main [name=task]").select_option(index=10)
    page.locator("main [name=kind]").select_option("duration")
    page.locator("main [name=length]").fill("30d")
    page.get_by_role("button", name="Try it").click()
    side = page.get_by_role("table", name="Today's plan and the tried one")
    expect(side).to_contain_text("80 %")
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("main")).to_contain_text("Nothing tried yet")


def _levels(page: Page, home: str) -> None:
    page.goto(f"{home}{PLAN}table/")
    page.get_by_label("Select all").check()
    page.locator(".bulk [name=assignee]").select_option(label="Olive Owner")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("tasks changed")).to_be_visible()
    page.goto(f"{home}capacity/proposals/")
    page.get_by_role("button", name="Ask what could move").click()
    expect(page.get_by_text("the last work ends, with these moves")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Accept all").click()
    expect(page.get_by_role("button", name="Accept all")).to_be_hidden()


def _promises(page: Page, home: str) -> None:
    page.goto(f"{home}{PLAN}outlook/")
    expect(page.locator("main")).to_contain_text("80 %", timeout=60_000)
    page.goto(f"{home}promises/new/")
    page.locator("main [name=what]").fill("Moved in")
    page.locator("main [name=client]").select_option(label="Northwind Medical")
    page.locator("main [name=project]").select_option(label="The move")
    page.locator("main [name=due_on]").fill("2035-12-03")
    expect(page.locator("main")).to_contain_text("%")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator("main")).to_contain_text("Moved in")


def _exports_and_imports_again(page: Page, home: str, folder: Path) -> None:
    page.goto(f"{home}{PLAN}export/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Microsoft Project (XML)").click()
    file = folder / "again.xml"
    coming.value.save_as(file)
    page.goto(f"{home}projects/import/")
    page.locator("input[name=file]").set_input_files(file)
    page.locator("[name=project]").select_option(label="The move")
    page.get_by_role("button", name="See what it brings").click()
    brought = page.locator(".figure").first
    expect(brought).to_contain_text("unchanged", timeout=60_000)
    figures = re.findall(r"(\d+)\s+(\D+?)\s*(?=\d|$)", brought.inner_text())
    assert [name for number, name in figures if number != "0"] == ["unchanged"]
