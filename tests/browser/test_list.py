"""The list of conversations by keyboard: all that match, an act on them, and its undoing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser

# More than a page holds; long ago, so that other tests find the demo's own on the first page.
MANY = """
from datetime import timedelta
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.inbox.models import Conversation
from rapport.workspaces.operations.numbers import next_number
from rapport.workspaces.scope import open_workspace
amara = Member.everywhere.select_related("workspace").get(user__email="amara@fernhill.example")
with open_workspace(amara.workspace_id):
    if not Conversation.objects.filter(subject__startswith="Proof ").exists():
        once = now() - timedelta(days=900)
        for n in range(40):
            Conversation.objects.create(
                workspace=amara.workspace, number=next_number(amara.workspace, "conversation"),
                subject=f"Proof {n}", turn="client", turn_since=once, started_at=once,
                last_message_at=once,
            )
"""


def test_all_that_match_get_a_label_by_keyboard_and_lose_it_again(faces):
    faces.home.python(MANY)
    with chromium() as browser:
        page = browser.new_page()
        heard = complaints(page)
        page.goto(faces.as_staff(page) + "inbox/?show=all")
        rows = page.locator("#conversations [data-row]")
        expect(rows).to_have_count(30)
        expect(page.locator("list-keys:defined")).to_be_attached()
        page.keyboard.press("j")
        page.keyboard.press("x")
        for _ in range(29):
            page.keyboard.press("j")
        page.keyboard.press("Shift+X")
        expect(page.locator(".bulk [data-count]")).to_have_text("30 selected")
        matching = page.locator("[data-all-matching]")
        expect(matching.locator("b")).to_have_text(re.compile(r"\d\d"))
        matching.locator("input").focus()
        page.keyboard.press("Space")
        many = int(matching.locator("b").inner_text())
        assert many >= 40
        expect(page.locator(".bulk [data-count]")).to_have_text(f"{many} selected")

        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("l")
        expect(page.locator(".bulk [data-submits=label]")).to_be_focused()
        page.keyboard.type("Spring")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/inbox/acts/|/acts?/\d+"))
        expect(page.get_by_role("status").first).to_have_text(f"{many} changed.", timeout=20_000)
        page.keyboard.press("z")
        expect(page.get_by_role("status").first).to_have_text(f"{many} put back.", timeout=20_000)
        assert heard == []
