"""A visitor on another company's site and staff write to each other, and the web process dies."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chatting import FILED, FILES, Chatting, kill_one, site
from tests.browser.chromium import chromium, complaints
from tests.living import Home

pytestmark = pytest.mark.browser


@pytest.fixture
def both(tmp_path):
    home = Home(tmp_path / "home")
    with home.serving("--workers", "2") as server, site() as pages, chromium() as browser:
        yield home, Chatting.begin(browser, home, server, pages)


def test_nothing_is_lost_or_doubled_while_the_web_process_is_killed_between_messages(both):
    home, chat = both
    heard = complaints(chat.staff)
    chat.write("word-visitor-0")
    expect(chat.frame.locator(".mine[data-at]")).to_have_count(1)
    chat.open_talk()
    said, ways = ["word-visitor-0"], []
    for number in range(1, 5):
        if number == 2:
            kill_one(chat.server)
        chat.write(f"word-visitor-{number}")
        there = chat.reaches_staff(f"word-visitor-{number}")
        if number == 3:
            kill_one(chat.server)
        chat.answer(f"word-staff-{number}")
        back = chat.reaches_visitor(f"word-staff-{number}")
        ways += [there, back] if number in (1, 4) else []
        said += [f"word-visitor-{number}", f"word-staff-{number}"]
    chat.attach("word-visitor-5")
    kill_one(chat.server)
    chat.send()
    chat.reaches_staff("word-visitor-5")
    said.append("word-visitor-5")
    with chat.visitor.expect_download() as saved:
        chat.frame.locator(".mine[data-at] .files button").click()
    assert Path(saved.value.path()).read_text() == "word-visitor-5"
    assert json.loads(home.python(FILES)) == ["leaflet.txt"]
    assert chat.shown_to_visitor() == said
    filed = [text for kind, text in json.loads(home.python(FILED)) if kind in ("in", "out")]
    assert filed == said
    # Not the measurement (python -m bench.chat): only that nothing waits for a round of polling.
    assert min(ways) < 1.5
    assert not [line for line in heard if "Content Security Policy" in line]
