"""The ways in: as the demo's manager, as a client, as the owner of an empty company."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.living import Home, Server

DEMO_LINKS = """
from rapport.demo.operations import first_start
print("\\n".join(first_start.sign_in_lines("{url}")))
"""
EMPTY_COMPANY = """
from django.utils.timezone import now
from rapport.accounts.operations.start import Company, Person, found
from rapport.workspaces.models import Workspace
if not Workspace.objects.filter(slug="empty").exists():
    found(Company("Empty Ltd", "empty"),
          owner=Person("Olive Owner", "olive@empty.example", "a long walk in fog"), at=now())
"""


@dataclass
class Faces:
    """Signs a browser in; returns the first page of that face."""

    home: Home
    server: Server

    def as_staff(self, page: Page) -> str:
        return self._by_link(page, 0, r"/w/[\w-]+/")

    def as_client(self, page: Page) -> str:
        return self._by_link(page, 1, r"/p/[\w-]+/")

    def in_an_empty_company(self, page: Page) -> str:
        self.home.python(EMPTY_COMPANY)
        return self.sign_in(page, "olive@empty.example", "empty")

    def sign_in(self, page: Page, email: str, slug: str) -> str:
        """By the form, with the password that every owner here has."""
        page.goto(f"{self.server.url}/sign-in/")
        page.locator("[name=login]").fill(email)
        page.locator("[name=password]").fill("a long walk in fog")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(re.compile(rf"/w/{slug}/"))
        return f"{self.server.url}/w/{slug}/"

    def _by_link(self, page: Page, number: int, pattern: str) -> str:
        lines = self.home.python(DEMO_LINKS.format(url=self.server.url)).splitlines()
        page.goto(lines[number].split()[-1])
        button = page.locator("form[method=post] [type=submit]")
        if "/demo/" in page.url:
            button.first.click()
        page.wait_for_url(re.compile(pattern))
        return self.server.url + re.search(pattern, page.url)[0]
