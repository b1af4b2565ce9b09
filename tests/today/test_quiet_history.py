"""Imported history starts nothing: no Today entry, clock, survey, news or mail."""

from datetime import datetime

import pytest
from django.core import mail
from django.utils.timezone import now

from rapport.accounts.readers import reader_for
from rapport.cases.models import Case
from rapport.cases.operations import closing, opening
from rapport.cli.main import main
from rapport.feedback.models import Invitation
from rapport.inbox.models import Conversation, Dispatch
from rapport.notifications.models import Notification
from rapport.today.queries.need import Desk
from rapport.today.queries.needs import needs
from rapport.workspaces.scope import open_workspace

LETTER = (
    "From: Ines Prado <ines@northwind.example>\nTo: studio@fernhill.example\n"
    "Message-ID: <{n}@northwind.example>\nSubject: Proof {n}\n"
    "Date: Tue, 3 Mar 2020 09:00:00 +0000\n\nStill wrong.\n"
)
NEWSLETTER = (
    "From: News <news@paper.example>\nTo: studio@fernhill.example\nList-Id: <news.paper.example>\n"
    "List-Unsubscribe: <https://paper.example/out>\nMessage-ID: <n@paper.example>\n"
    "Subject: Ten papers\nDate: Tue, 3 Mar 2020 09:00:00 +0000\n\nBuy paper.\n"
)


@pytest.fixture
def imported(transactional_db, contact, manager, tmp_path, run_jobs):
    """An archive with two mails of a client and a newsletter, taken in."""
    for n in (1, 2):
        (tmp_path / f"{n}.eml").write_text(LETTER.format(n=n))
    (tmp_path / "news.eml").write_text(NEWSLETTER)
    assert main(["import", "mail", str(tmp_path), "--workspace", "fernhill"]) == 0
    run_jobs()
    with open_workspace(manager.workspace_id):
        yield manager


def test_history_starts_nothing(imported):
    desk = Desk(reader_for(imported), "fernhill", now(), only_mine=False)
    assert Conversation.objects.count() == 3
    assert not Conversation.objects.open().exists()
    assert needs(desk) == []
    assert not Notification.objects.exists()
    assert not Dispatch.objects.exists() and mail.outbox == []


def test_a_case_made_of_history_has_no_clock_and_asks_nobody(imported, run_jobs):
    talk = Conversation.objects.get(subject="Proof 1")
    case = opening.open_case(talk, kind=Case.Kind.COMPLAINT, by=imported, at=now())
    assert (case.clock_from, case.reply_due) == (None, None)
    closing.close(case, by=imported, at=now())
    run_jobs()
    assert not Invitation.objects.exists()


def test_a_newsletter_is_proposed_for_setting_aside_and_a_client_is_not(imported, browse):
    proposed = Conversation.objects.exclude(aside_proposal="").values_list("subject", flat=True)
    assert list(proposed) == ["Ten papers"]
    browser = browse(imported)
    assert "/w/fernhill/inbox/proposals/" in browser.get("/w/fernhill/inbox/").text
    page = browser.get("/w/fernhill/inbox/proposals/").text
    assert "Ten papers" in page and "Proof 1" not in page


def test_what_was_proposed_wrongly_is_kept_and_not_proposed_again(imported, browse):
    news = Conversation.objects.get(subject="Ten papers")
    browser = browse(imported)
    browser.post("/w/fernhill/inbox/proposals/", {"keep": "1", "pk": [news.pk]})
    news.refresh_from_db()
    assert (news.set_aside_at, news.aside_proposal) == (None, "")
    assert "Ten papers" not in browser.get("/w/fernhill/inbox/proposals/").text


def test_history_is_dated_as_it_was(imported):
    last = Conversation.objects.get(subject="Proof 1").last_message_at
    assert last == datetime.fromisoformat("2020-03-03T09:00:00+00:00")
