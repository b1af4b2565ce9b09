"""Templates and macros by a slash, colleagues by an @, files dropped beside the field."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser

KEPT = """
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.inbox.models import Template
from rapport.inbox.operations import macros, templates
from rapport.inbox.operations.macros import Planned
from rapport.inbox.operations.templates import Kept, Written
from rapport.workspaces.scope import open_workspace
amara = Member.everywhere.select_related("user").get(user__email="amara@fernhill.example")
with open_workspace(amara.workspace_id):
    if not Template.objects.exists():
        words = {("en", ""): "Dear {{ contact.first_name }}, {{ order.number }}."}
        thanks = Kept("Thanks for it", is_shared=True)
        templates.make(Written(thanks, words), by=amara, at=now())
        steps = [{"act": "text", "value": "It is done."}, {"act": "close", "value": ""}]
        macros.make(Planned(Kept("Wrap up", is_shared=True), steps), by=amara, at=now())
"""
FIELD = "mail-composer textarea"
DROP = """() => {
  const held = new DataTransfer();
  held.items.add(new File(["hello"], "plan.txt", { type: "text/plain" }));
  const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: held });
  document.querySelector("#thread").dispatchEvent(drop);
}"""


@pytest.fixture
def desk(faces):
    """A conversation, open, in a workspace that keeps a template and a macro."""
    faces.home.python(KEPT)
    with chromium() as browser:
        page = browser.new_page()
        heard = complaints(page)
        page.goto(faces.as_staff(page) + "inbox/?show=all")
        page.locator("[data-row]", has_text="Can we add Apple Pay").first.click()
        expect(page.locator("slash-menu .popup-list").first).to_be_attached()
        yield page
        assert heard == []


def test_a_slash_puts_a_template_in_and_runs_a_macro_that_can_be_undone(desk):
    field, row = desk.locator(FIELD), desk.locator("slash-menu > .popup-list [role=option]")
    field.press_sequentially("/than")
    expect(row).to_have_count(1)
    expect(desk.locator("slash-menu > .popup-list .beside")).to_contain_text(
        "Still to be filled: order.number"
    )
    field.press("Enter")
    expect(field).to_have_value("Dear Tom, {{ order.number }}.")
    # The gap is chosen, so that the next word takes its place.
    desk.keyboard.type("no. 5")
    expect(field).to_have_value("Dear Tom, no. 5.")

    field.fill("")
    desk.get_by_role("button", name="Templates /").click()
    expect(row).to_have_count(2)
    desk.keyboard.type("wrap")
    expect(desk.locator("slash-menu > .popup-list .beside")).to_contain_text("Close it")
    field.press("Enter")
    expect(desk.locator("toast-stack")).to_contain_text("“Wrap up” is done.")
    expect(field).to_have_value("It is done.")
    expect(desk.locator("section .pane-head")).to_contain_text("closed")
    desk.locator("toast-stack").get_by_role("button", name="Undo").click()
    expect(desk.locator("section .pane-head")).not_to_contain_text("closed")
    expect(desk.locator(FIELD)).to_have_value("")


def test_a_note_calls_a_colleague_and_takes_a_file_that_is_dropped_beside_it(desk):
    field = desk.locator(FIELD)
    desk.get_by_text("Internal note", exact=True).click()
    field.fill("")
    field.press_sequentially("Ask @jo")
    expect(desk.locator("name-menu [role=option]")).to_have_text(["Jonas Lind"])
    field.press("Tab")
    expect(field).to_have_value("Ask @Jonas Lind ")
    desk.evaluate(DROP)
    expect(desk.locator(".attachments [data-file]")).to_contain_text("plan.txt")
    desk.get_by_role("button", name="Discard").click()
    expect(field).to_have_value("")
