"""What we need from a contact goes out in one mail, and never twice."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from rapport.delivery.operations import handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.events.models import Job
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.portal.operations.request_mails import send_pending

LINK = re.compile(r"http://localhost:8000(/p/fernhill/sign-in/[\w-]+/)")


@pytest.fixture
def ask(project, contact, manager):
    def one(text: str):
        new = NewQuestion(contact, text, project=project)
        return asking.ask(new, by=manager, at=timezone.now())

    return one


@pytest.fixture
def hand_over(project, contact, manager):
    def one(name: str, to=contact):
        facts = DeliverableFacts(name, "Look", contact=to)
        made = handing_over.create(project, facts=facts, by=manager, at=timezone.now())
        handing_over.submit(made, files=[], by=manager, at=timezone.now())
        return made

    return one


def ten_minutes_later(run_jobs) -> None:
    run_jobs()
    Job.objects.filter(unique_key__startswith="requests:").update(run_at=timezone.now())
    run_jobs()


def test_what_is_asked_within_ten_minutes_is_one_mail(ask, hand_over, run_jobs):
    ask("Card or invoice?")
    hand_over("Wireframes")
    run_jobs()
    assert not mail.outbox
    ask("Which colours?")
    ten_minutes_later(run_jobs)
    (sent,) = mail.outbox
    assert sent.to == ["ines@northwind.example"]
    assert sent.subject == "Fernhill Studio needs 3 things from you"
    for words in ("Card or invoice?", "Approve: Wireframes", "Which colours?"):
        assert words in sent.body


def test_nothing_is_told_twice(ask, contact, run_jobs):
    ask("Card or invoice?")
    ten_minutes_later(run_jobs)
    assert send_pending(contact, at=timezone.now()) is None
    ask("Which colours?")
    ten_minutes_later(run_jobs)
    assert "Card or invoice?" not in mail.outbox[1].body


def test_what_was_answered_meanwhile_is_not_asked_for(ask, contact, run_jobs):
    asking.answer(ask("Card?"), answer="Yes", by=contact, at=timezone.now())
    ten_minutes_later(run_jobs)
    assert not mail.outbox


def test_a_new_version_is_told_again(hand_over, manager, contact, run_jobs):
    made = hand_over("Wireframes")
    ten_minutes_later(run_jobs)
    handing_over.withdraw(made, by=manager, at=timezone.now())
    handing_over.submit(made, files=[], by=manager, at=timezone.now())
    ten_minutes_later(run_jobs)
    assert len(mail.outbox) == 2


def test_the_link_leads_to_the_one_thing_after_a_click(hand_over, run_jobs):
    made = hand_over("Wireframes")
    ten_minutes_later(run_jobs)
    link = LINK.search(mail.outbox[0].body).group(1)
    scanner = Browser()
    scanner.get(link)
    assert scanner.get("/p/fernhill/").status_code == 302
    assert Browser().post(link)["Location"] == f"/p/fernhill/approvals/{made.number}/"


def test_of_several_things_the_link_leads_to_the_list(ask, run_jobs):
    ask("One?")
    ask("Two?")
    ten_minutes_later(run_jobs)
    link = LINK.search(mail.outbox[0].body).group(1)
    assert Browser().post(link)["Location"] == "/p/fernhill/"


def test_where_nobody_is_named_to_decide_nobody_is_written_to(hand_over, run_jobs):
    hand_over("Wireframes", to=None)
    ten_minutes_later(run_jobs)
    assert not mail.outbox


def test_old_requests_are_no_news(ask, contact):
    ask("Card?")
    assert send_pending(contact, at=timezone.now() + timedelta(days=3)) is None


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_the_mail_is_in_their_language(ask, contact, run_jobs, language):
    contact.language = language
    contact.save()
    ask("Card?")
    ten_minutes_later(run_jobs)
    assert mail.outbox[0].extra_headers["Content-Language"] == language
