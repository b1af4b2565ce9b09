"""What must hold on any page: accessible in light and dark, nothing runs out of a phone."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONES = (390, 360)
RULES = {"resultTypes": ["violations"]}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults_of(page: Page) -> list[str]:
    """Everything that is wrong with the open page, a sentence each; empty is good."""
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        faults += [f"axe, {scheme}: {fault}" for fault in _axe(page)]
    size = page.viewport_size
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 800})
        if beyond := page.evaluate(WIDER):
            faults.append(f"scrolls sideways by {beyond} px at {width}")
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")
    return faults


def _axe(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:160]} (+{len(violation['nodes']) - 1})"
        for violation in found
    ]
