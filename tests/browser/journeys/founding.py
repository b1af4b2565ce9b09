"""How a company begins, by the first page there is."""

import re

from playwright.sync_api import Page


def found(page: Page, root: str = "") -> str:
    """Found Fernhill Studio as Olive Owner; the address under which its pages stand comes back."""
    page.goto(f"{root}/start/")
    page.get_by_label("Your company").fill("Fernhill Studio")
    page.get_by_label("Your name").fill("Olive Owner")
    page.get_by_label("Your e-mail").fill("olive@fernhill.example")
    page.get_by_label("Password", exact=False).first.fill("a long walk in fog")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/w/[\w-]+/"))
    return re.search(r"/w/[\w-]+/", page.url)[0]
