"""The living page: nothing breaks the policy, nobody is shut out, nothing scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from rapport.ui.views import living_context
from tests.browser.kit.plans import small

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_living_page(kit, theme):
    assert violations(kit.open("living", theme=theme, **living_context())) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_plan(kit, theme):
    assert violations(kit.open("plan", theme=theme, plan=small())) == []


@pytest.mark.parametrize("name", ["missing", "broken", "board", "composer", "edit", "letters"])
def test_axe_finds_nothing_on_other_pages_of_the_kit(kit, name):
    assert violations(kit.open(name, to=["Ines Prado"])) == []


def test_axe_finds_nothing_in_what_opens(kit):
    kit.site.answers["/w/fernhill/search-palette/"] = (200, {"groups": []})
    page = kit.open("palette")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Close this case").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    # The browser closes a dialog in its own time: a key pressed before is still the dialog's.
    page.locator("command-palette dialog").wait_for(state="hidden")
    page.keyboard.press("Shift+?")
    page.get_by_role("dialog").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".who > summary").click()
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 640, 1280])
def test_nothing_scrolls_sideways(kit, width):
    page = kit.open("living", width=width, **living_context())
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_chosen_theme_stays_and_beats_the_systems(kit):
    page = kit.open("living", theme="light", **living_context())
    page.locator(".who > summary").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground).startswith("oklch(0.19")
    assert "theme=dark" in page.evaluate("document.cookie")
