"""The small elements: palette, shortcuts, toasts, board, inline edit, composer, list."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_palette_finds_and_acts_by_keyboard(kit):
    kit.site.answers["/w/fernhill/search-palette/"] = (
        200,
        {
            "groups": [
                {
                    "label": "Clients",
                    "items": [
                        {
                            "label": "Kestrel Tours",
                            "note": "",
                            "url": "/kestrel/",
                            "icon": "clients",
                        }
                    ],
                }
            ]
        },
    )
    kit.site.pages["/kestrel/"] = "<title>Kestrel</title>"
    page = kit.open("palette")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Close this case").wait_for()
    page.keyboard.type("kes")
    page.get_by_role("option", name="Close this case").wait_for(state="detached")
    chosen = page.locator('[role="option"][aria-selected="true"]')
    assert chosen.inner_text().strip() == "Kestrel Tours"
    pointed = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    assert pointed == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kestrel/")


def test_the_palette_acts_on_the_open_record(kit):
    kit.site.answers["/w/fernhill/search-palette/"] = (200, {"groups": []})
    page = kit.open("palette")
    page.keyboard.press("Control+k")
    page.keyboard.type("close")
    page.get_by_role("option", name="Close this case").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Close?")).to_be_visible()


def test_the_palette_knows_what_the_page_itself_offers(kit):
    kit.site.answers["/w/fernhill/search-palette/"] = (200, {"groups": []})
    page = kit.open("palette")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Set to done").wait_for()
    page.keyboard.type("board")
    page.get_by_role("option", name="Set to done").wait_for(state="detached")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#board$"))


def test_a_letter_presses_its_button_but_never_while_one_types(kit):
    page = kit.open("letters")
    page.get_by_label("Name").fill("")
    page.keyboard.press("e")
    assert not page.get_by_role("heading", name="It").is_visible()
    page.locator("h1").click()
    page.keyboard.press("e")
    assert page.get_by_role("heading", name="It").is_visible()


def test_letters_can_be_switched_off(kit):
    page = kit.open("letters", letters="off")
    page.keyboard.press("e")
    page.wait_for_timeout(50)
    assert not page.get_by_role("heading", name="It").is_visible()


def test_the_question_mark_lists_the_shortcuts_of_the_page(kit):
    page = kit.open("letters")
    page.wait_for_function("() => !!customElements.get('shortcut-list')")
    page.keyboard.press("Shift+?")
    assert "Edit" in page.get_by_role("dialog").inner_text()


def test_two_letters_go_to_a_place_and_a_place_without_a_page_has_no_link(kit):
    kit.site.pages["/w/fernhill/inbox.list/"] = "<title>inbox</title>"
    page = kit.open("plain")
    assert page.locator(".rail a").all_inner_texts() == ["Today", "Inbox\n7"]
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/inbox.list/")


def test_undo_in_a_toast_posts_with_the_token(kit):
    page = kit.open("plain")
    page.evaluate(
        """() => {
          const detail = { text: "Archived.", undo: "/undo/1/" };
          document.body.dispatchEvent(new CustomEvent("toast", { detail }));
        }"""
    )
    page.get_by_role("button", name="Undo").click()
    address, _, token = kit.sent(page)
    assert (address, token) == ("/undo/1/", "the-token")


def test_a_card_moves_by_keyboard(kit):
    page = kit.open("board")
    page.wait_for_function("() => !!customElements.get('task-board')")
    page.locator('[data-id="2"]').focus()
    page.keyboard.press("ArrowRight")
    address, change, _ = kit.sent(page)
    assert address == "/tasks/2/place/"
    assert change["state"] == "doing"
    assert page.locator(".board .n").all_inner_texts() == ["1", "1"]
    assert page.evaluate("document.activeElement.dataset.id") == "2"


def test_a_card_that_may_not_move_goes_back(kit):
    kit.site.answers["/tasks/2/place/"] = (409, {"error": "Two waits for the client."})
    page = kit.open("board")
    page.wait_for_function("() => !!customElements.get('task-board')")
    page.locator('[data-id="2"]').drag_to(page.locator('[data-state="doing"] .cards'))
    page.get_by_text("Two waits for the client.").wait_for()
    assert page.locator('[data-state="todo"] .task').count() == 2


def test_a_cell_is_edited_in_place_and_escape_leaves_it(kit):
    kit.site.answers["/tasks/1/"] = (200, {"text": "Payments, step 1", "value": "Payments, step 1"})
    page = kit.open("edit")
    cell = page.get_by_role("button", name="Title: Payments")
    cell.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Title").fill("Nonsense")
    page.keyboard.press("Escape")
    assert cell.inner_text() == "Payments"
    page.keyboard.press("Enter")
    page.get_by_label("Title").fill("Payments, step 1")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Title: Payments, step 1").wait_for()
    assert len(kit.site.posts) == 1


def test_a_refused_edit_keeps_what_was_typed(kit):
    kit.site.answers["/tasks/1/"] = (422, {"error": "A title needs a word."})
    page = kit.open("edit")
    page.locator("inline-edit").click()
    page.get_by_label("Title").fill("!!")
    page.keyboard.press("Enter")
    page.get_by_text("A title needs a word.").wait_for()
    assert page.get_by_label("Title").input_value() == "!!"


def test_a_draft_is_saved_and_survives_a_reload_without_a_connection(kit):
    page = kit.open("composer", to=["Ines Prado"])
    text = page.get_by_label("Your message")
    text.fill("Dear Ines")
    assert kit.sent(page)[0] == "/draft/"
    page.get_by_text("Draft saved").wait_for()
    kit.site.answers["/draft/"] = (503, {})
    text.fill("Dear Ines, you are right")
    page.get_by_text("kept in this browser").wait_for()
    page.reload()
    page.wait_for_function("() => !!customElements.get('mail-composer')")
    assert text.input_value() == "Dear Ines, you are right"


def test_a_note_is_never_mistaken_for_a_reply(kit):
    page = kit.open("composer", to=["Ines Prado"])
    assert page.get_by_text("Ines Prado").is_visible()
    page.get_by_label("Internal note").check()
    assert not page.get_by_text("Ines Prado").is_visible()
    assert page.get_by_role("button", name="Save note").is_visible()


def test_control_enter_sends(kit):
    kit.site.pages["/reply/"] = "<title>sent</title>"
    page = kit.open("composer", to=["Ines Prado"])
    page.get_by_label("Your message").fill("Done.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/reply/")
    assert "text=Done." in kit.site.posts[-1][1]


def test_a_picked_file_is_uploaded_and_goes_with_the_message(kit):
    kit.site.answers["/upload/"] = (200, {"id": 7, "name": "proof.pdf"})
    page = kit.open("composer", to=["Ines Prado"])
    page.set_input_files(
        'input[type="file"]',
        {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
    )
    expect(page.locator('input[name="files"][value="7"]')).to_be_attached()


def test_a_list_is_walked_selected_and_opened_by_keyboard(kit):
    kit.site.pages["/row/2/"] = "<title>row 2</title>"
    page = kit.open("list")
    page.wait_for_function("() => !!customElements.get('list-keys')")
    for key in ["j", "x", "j"]:
        page.keyboard.press(key)
    assert page.get_by_text("1 selected").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/row/2/")


def test_shift_takes_a_range(kit):
    page = kit.open("list")
    page.wait_for_function("() => !!customElements.get('list-keys')")
    page.get_by_label("Row 1").first.click()
    page.get_by_label("Row 3").first.click(modifiers=["Shift"])
    assert page.get_by_text("3 selected").is_visible()
    assert page.get_by_label("All").is_checked()


def test_news_of_the_stream_becomes_an_event_that_htmx_hears(kit):
    kit.site.streams["/live/"] = 'data: {"topic": "inbox"}\n\n'
    kit.site.pages["/fresh/"] = "new"
    page = kit.open("live")
    expect(page.locator("#fresh")).to_have_text("new")


def test_a_part_is_swapped_and_a_sign_in_page_in_its_place_is_not(kit):
    kit.site.pages["/part/"] = "new"
    kit.site.pages["/sign-in/"] = "<!doctype html><title>Sign in</title><h1>Sign in</h1>"
    page = kit.open("part", part="/part/")
    page.get_by_role("button", name="Load").click()
    page.wait_for_function("() => document.getElementById('part').textContent === 'new'")
    kit.site.redirects["/gone/"] = "/sign-in/"
    page = kit.open("part", part="/gone/")
    with page.expect_navigation():
        page.get_by_role("button", name="Load").click()
    assert page.locator("#part").inner_text() == "old"
