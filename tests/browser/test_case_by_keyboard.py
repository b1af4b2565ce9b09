"""A case is worked with the keyboard alone: after each act one goes on where one was."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import chromium

pytestmark = pytest.mark.browser

COMPLAINT = """
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.cases.operations import opening
from rapport.inbox.models import Conversation
from rapport.workspaces.scope import open_workspace
amara = Member.everywhere.select_related("user").get(user__email="amara@fernhill.example")
with open_workspace(amara.workspace_id):
    rows = Conversation.objects.live().filter(case=None, is_side=False, closed_at=None)
    talk = rows.select_related("workspace").order_by("pk").last()
    opening.open_case(talk, kind="complaint", by=amara, at=now())
    print(talk.number)
"""


def test_one_goes_on_where_one_was(faces):
    number = faces.home.python(COMPLAINT).split()[-1]
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"{faces.as_staff(page)}inbox/{number}/")
        priority = page.locator("#case-priority")
        priority.focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        head = page.locator("#case-header")
        expect(head.get_by_text("High", exact=True).first).to_be_visible()
        expect(head.get_by_role("button", name="Change")).to_be_focused()
        folded = head.locator("summary", has_text="The complaint")
        folded.focus()
        page.keyboard.press("Enter")
        page.locator("#complaint-redress").fill("A new print")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(head.get_by_text("made good: A new print")).to_be_visible()
        expect(head.locator("summary", has_text="The complaint")).to_be_focused()
