"""The page of figures: each leads to its list, and nobody sees what is not theirs to see."""

import csv
import io
from datetime import UTC, timedelta
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from rapport.insights.models import ClientRhythm, ConversationFact
from rapport.insights.models.fact import day_of
from rapport.insights.operations import rhythms
from rapport.timesheets.operations import entries
from rapport.timesheets.operations.entries import NewEntry
from rapport.ui import words

PAGE = "/w/fernhill/insight/"


@pytest.fixture
def counted(make, contact, manager, member):
    """Makes conversations whose facts are these."""

    def count(n=1, at=None, by=None, first=60, **fields):
        at = at or now() - timedelta(days=2)
        for _ in range(n):
            talk = make.conversation(contact, fields.get("subject", "Label proofs"))
            ConversationFact.objects.create(
                workspace=talk.workspace, conversation=talk, began_at=at, day=day_of(at),
                last_in_at=at,
                first_reply=first, first_reply_by=by or manager,
                resolution=fields.get("resolution", 90), replies=fields.get("replies", 1),
                reopened=fields.get("reopened", 0),
            )  # fmt: skip

    return count


def test_the_figures_stand_beside_those_of_the_period_before(counted, manager, browse):
    counted(12, first=30)
    counted(12, first=120, at=now() - timedelta(days=40))
    page = browse(manager).get(PAGE).text
    assert "12 conversations" in page and "better" in page
    assert "100 %" in page and "First contact resolution" in page
    assert "0 of 12 closed" in page and ">Monday<" in page


def test_few_are_said_to_be_few(counted, manager, browse):
    counted(4)
    page = browse(manager).get(PAGE).text
    assert "only 4 cases" in page and "4/4" in page and "100 %" not in page


def test_each_figure_leads_to_its_list(counted, manager, browse):
    manager.user.time_zone = "UTC"
    manager.user.save()
    counted(2, subject="Slow", first=500, reopened=1)
    counted(1, subject="Open", resolution=None)
    browser = browse(manager)

    def listed(query: str) -> tuple[int, int]:
        page = browser.get(f"{PAGE}conversations/?{query}").text
        return page.count("Slow"), page.count("Open</b>")

    assert listed("which=all") == (2, 1)
    assert listed("which=reopened") == (2, 0)
    assert listed("which=resolved") == (2, 0)
    assert listed("which=breached") == (0, 0)
    began = (now() - timedelta(days=2)).astimezone(UTC)
    day, hour = began.isoweekday(), began.hour
    assert listed(f"which=all&hour={day}-{hour}") == (2, 1)
    assert listed(f"which=all&hour={day}-{(hour + 1) % 24}") == (0, 0)
    assert listed("which=nonsense&hour=9-99&days=x&client=\0&person=x") == (2, 1)


def test_the_backlog_leads_to_what_waits(make, contact, manager, browse):
    make.conversation(contact, "Waits long")
    page = browse(manager).get(PAGE).text
    assert "turn=us&amp;age=4" in page
    assert "Waits long" in browse(manager).get(f"{PAGE}backlog/?turn=us&age=4").text
    assert "Waits long" not in browse(manager).get(f"{PAGE}backlog/?turn=us&age=0").text


def test_a_persons_figures_are_for_that_person_and_those_who_manage(
    counted, manager, member, viewer, guest, browse
):
    counted(1, by=manager, subject="By the manager")
    counted(1, by=member, subject="By the member")

    def people(who) -> tuple[bool, bool]:
        page = browse(who).get(f"{PAGE}export/?as=csv").content.decode()
        return manager.name in page, member.name in page

    assert people(manager) == (True, True)
    assert people(member) == (False, True)
    assert people(viewer) == (False, False)
    theirs = browse(member).get(f"{PAGE}conversations/?person={manager.pk}").text
    assert "By the member" in theirs and "By the manager" not in theirs
    assert browse(guest).get(PAGE).status_code == 403


def test_the_files_hold_the_rows_and_no_formula(counted, client_company, manager, browse):
    client_company.name = '=HYPERLINK("http://evil.example")'
    client_company.save()
    counted(3)
    text = browse(manager).get(f"{PAGE}export/?as=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[2] for row in rows[1:3]] == ["3", "0"]
    assert any(row[1].startswith("'=HYPER") for row in rows)
    book = browse(manager).get(f"{PAGE}export/?as=xlsx").content
    sheet = ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<v>3</v>" in sheet
    assert browse(manager).get(f"{PAGE}export/?as=pdf").status_code == 404


def test_hours_are_billable_or_not_and_why(make, client_company, contact, member, browse, manager):
    project = make.project(client_company)
    talk = make.conversation(contact)
    today = now().date()
    for minutes, unbilled in ((90, ""), (30, "goodwill")):
        new = NewEntry(project, today, minutes, conversation=talk, unbilled=unbilled)
        entries.log(new, by=member, at=now())
    page = browse(manager).get(PAGE).text
    assert words.working_duration(90) in page
    assert "not billed" in page
    beside = browse(member).get(f"/w/fernhill/inbox/{talk.number}/time/").text
    assert "Goodwill" in beside


def test_a_client_out_of_their_rhythm_stands_here_and_on_today(
    counted, workspace, client_company, manager, browse
):
    at = now()
    for weeks in range(8, 16):
        counted(1, at=at - timedelta(weeks=weeks))
    assert rhythms.count(workspace, at=at) == 1
    for page in (PAGE, "/w/fernhill/?who=all"):
        text = browse(manager).get(page).text
        assert client_company.name in text
        assert "usually they write about every 7 days" in text
    counted(1, at=at)
    rhythms.count(workspace, at=at)
    assert "usually they write" not in browse(manager).get(PAGE).text
    assert ClientRhythm.objects.get().last_on >= at.date() - timedelta(days=1)


def test_a_year_of_conversations_asks_no_more_than_a_day(counted, manager, browse):
    browser = browse(manager)
    counted(1)

    def asked(path: str) -> int:
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    paths = (f"{PAGE}?days=365", f"{PAGE}conversations/?which=all&days=365")
    few = [asked(path) for path in paths]
    counted(60, at=now() - timedelta(days=100))
    assert [asked(path) for path in paths] == few


def test_an_empty_workspace_says_what_will_stand_here(manager, browse):
    page = browse(manager).get(PAGE).text
    assert "No conversations in this time" in page and "Nobody is unusually silent" in page
