"""C02: words are text on screens and paper, in tables and notices; in mail: tests/portal."""

import csv
import io
from html import escape

import pytest

from rapport.clients.models import Contact
from rapport.notifications.models import Notification
from rapport.notifications.queries.telling import SUBJECTS
from rapport.planning.models import PlanImport
from tests.abuse.crawl import reachable
from tests.abuse.markup import VECTOR, came_alive, say_everywhere
from tests.abuse.standing import NEEDS_A_BEGINNING, boss, house, standing, workspace
from tests.portal.test_privacy import crawl

__all__ = ["boss", "house", "standing", "workspace"]

# What is named by something else than words people wrote.
NAMELESS = {
    "accounts.invitation",
    "inbox.bulkact",
    "inbox.mailbox",
    "inbox.rawmail",
    "inbox.stuckmail",
}
ESCAPED = "&gt;&lt;/title&gt;"
pytestmark = pytest.mark.sweep


def test_what_came_alive_is_seen():
    assert len(came_alive(f"<p title='{VECTOR}'>")) == 2
    assert len(came_alive(f"<p>{VECTOR}")) == 2
    assert not came_alive(f"<p>{escape(VECTOR)}")


@pytest.fixture
def said(house):
    say_everywhere(VECTOR)
    return house


def test_c02_every_screen_of_staff_shows_it_as_text_and_every_download_is_no_page(
    said, boss, browse
):
    browser, alive, shown, kinds = browse(boss), {}, set(), {}
    for route, url in reachable(said):
        if "GET" not in route.access.methods or route.name in NEEDS_A_BEGINNING:
            continue
        answer = browser.get(url)
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        if kind == "text/html" and not answer.streaming:
            if found := came_alive(answer.text):
                alive[route.name] = found
            if ESCAPED in answer.text:
                shown.add(route.name)
        elif answer.status_code == 200:
            kinds[route.name] = kind
            assert answer.headers["X-Content-Type-Options"] == "nosniff", route.name
    assert alive == {}
    assert {"inbox", "today", "notifications.list", "reports.report", "projects.board"} <= shown
    assert len(shown) > 50
    assert kinds["reports.pdf"] == "application/pdf"
    assert not {"image/svg+xml", "text/xml", "application/xml"} & set(kinds.values())


def test_c02_a_notice_of_each_kind_of_thing_names_it_as_text(said, boss, browse):
    told = Notification.objects.get()
    for kind, subject in SUBJECTS.items():
        [first] = subject.model.objects.all()[:1] or [None]
        if first is None:
            continue
        Notification.objects.filter(pk=told.pk).update(subject_kind=kind, subject_id=first.pk)
        page = browse(boss).get("/w/fernhill/notifications/").text
        assert "data-evil" in subject.words(first) or kind in NAMELESS, kind
        assert not came_alive(page), kind
        assert 'class="what"' in page, kind


def test_c02_every_page_of_the_portal_shows_it_as_text(said, portal):
    found = crawl(portal(Contact.objects.get(client__key="OWN")))
    pages = {url: text for url, text in found.items() if "text/html" in text}
    assert {url: came_alive(text) for url, text in pages.items() if came_alive(text)} == {}
    assert sum(ESCAPED in text for text in pages.values()) > 6


def test_c02_a_printed_report_holds_no_script_and_opens_nothing(said, boss, browse):
    [url] = [url for route, url in reachable(said) if route.name == "reports.pdf"]
    answer = browse(boss).get(url)
    assert answer.content.startswith(b"%PDF")
    for act in (b"/JavaScript", b"/JS", b"/OpenAction", b"/Launch", b"/URI", b"/AA"):
        assert act not in answer.content


def test_c02_a_table_holds_it_in_one_cell(said, boss, browse):
    row = {"row": 3, "column": "Name", "value": f'{VECTOR}\r\n;,"', "reason": VECTOR}
    PlanImport.objects.update(refusals=[row])
    [url] = [url for route, url in reachable(said) if route.name == "planning.import_errors"]
    answer = browse(boss).get(url)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    [_head, cells] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert [cell.lstrip("'") for cell in cells] == ["3", "Name", row["value"], VECTOR]
