"""One question after a case, at most one a person in 30 days, answered by a click and a POST."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from rapport.cases.operations import closing, opening
from rapport.events.models import Event, Job
from rapport.events.operations.stream import publish
from rapport.feedback.models import Answer, Invitation
from rapport.feedback.operations import answering, inviting
from rapport.feedback.queries.recent import by_client, spread, summary
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from tests.conftest import NOW

LINK = re.compile(r"http://localhost:8000(/p/fernhill/feedback/[\w-]+/)\?score=(\d)")


def closed(make, contact, manager, at=NOW, **fields):
    conversation = make.conversation(contact, "Label proofs", **fields)
    case = opening.open_case(conversation, kind="incident", by=manager, at=at)
    closing.close(case, cause="SECRET CAUSE", by=manager, at=at)
    return case


@pytest.fixture
def invitation(make, contact, manager) -> Invitation:
    now = timezone.now()
    return inviting.invite(closed(make, contact, manager, at=now), at=now)


@pytest.fixture
def link(invitation) -> str:
    return LINK.findall(mail.outbox[0].body)[0][0]


def test_a_closed_case_is_asked_about_a_little_later(make, contact, manager, run_jobs):
    case = closed(make, contact, manager, at=timezone.now())
    run_jobs()
    assert not mail.outbox
    Job.objects.filter(unique_key=f"csat:{case.pk}").update(run_at=timezone.now())
    run_jobs()
    assert [m.to for m in mail.outbox] == [["ines@northwind.example"]]
    assert Event.objects.filter(verb="survey.invited").count() == 1


def test_a_closing_that_was_undone_is_not_asked_about(make, contact, manager, run_jobs):
    case = closed(make, contact, manager, at=timezone.now())
    closing.reopen(case, by=manager, at=timezone.now())
    Job.objects.filter(unique_key=f"csat:{case.pk}").update(run_at=timezone.now())
    run_jobs()
    assert not mail.outbox


def test_a_person_is_asked_at_most_once_in_30_days(make, contact, manager):
    first = closed(make, contact, manager)
    assert inviting.invite(first, at=NOW)
    assert inviting.invite(first, at=NOW) is None
    for days, asked in ((29, False), (31, True)):
        later = NOW + timedelta(days=days)
        case = closed(make, contact, manager, at=later)
        assert (inviting.invite(case, at=later) is not None) == asked
    assert len(mail.outbox) == 2


def test_a_colleague_is_asked_for_themselves(make, contact, manager):
    inviting.invite(closed(make, contact, manager), at=NOW)
    colleague = make.contact(contact.client)
    assert inviting.invite(closed(make, colleague, manager), at=NOW)


def test_history_old_news_and_open_cases_are_not_asked_about(make, contact, manager, run_jobs):
    history = closed(make, contact, manager, is_history=True)
    assert inviting.invite(history, at=NOW) is None
    assert inviting.invite(closed(make, contact, manager), at=NOW + timedelta(days=3)) is None
    assert not Job.objects.filter(unique_key=f"csat:{history.pk}").exists()


def test_the_mail_holds_five_links_in_their_language_and_nothing_internal(
    make, client_company, manager
):
    contact = make.contact(client_company, "Ines", "ines@x.example", language="de")
    inviting.invite(closed(make, contact, manager), at=NOW)
    (sent,) = mail.outbox
    assert [score for _, score in LINK.findall(sent.body)] == ["5", "4", "3", "2", "1"]
    assert "SECRET CAUSE" not in str(sent.message())


def test_b17_opening_a_link_records_nothing(link, invitation):
    browser = Browser()
    for _ in range(10):
        page = browser.get(f"{link}?score=4")
        browser.head(f"{link}?score=1")
    assert re.search(r'value="4" required checked', page.text)
    assert not Answer.objects.exists()
    assert invitation.token_hash not in mail.outbox[0].body, "only its hash is kept"


def test_a_click_and_a_sentence_are_recorded_and_may_be_changed(link, invitation):
    browser = Browser()
    answer = browser.post(link, {"score": "4", "sentence": "Quick and kind"})
    assert "Thank you" in browser.get(answer["Location"]).text
    assert "Quick and kind" in browser.get(link).text
    browser.post(link, {"score": "2", "sentence": "Broke again"})
    browser.post(link, {"score": "2", "sentence": "Broke again"})
    assert Answer.objects.values_list("score", "sentence").get() == (2, "Broke again")
    verbs = Event.objects.filter(verb__startswith="survey.").order_by("id")
    assert [e.verb for e in verbs] == [
        "survey.invited", "survey.answered", "survey.answered", "survey.low",
    ]  # fmt: skip


@pytest.mark.parametrize("score", ["", "0", "6", "45", "-1", "x", "²", "4; DROP"])
def test_anything_but_the_five_is_answered_kindly(link, score):
    assert Browser().post(link, {"score": score}).status_code == 422
    assert Browser().post(link, {"score": "4", "sentence": "\0"}).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("token", ["x", "0" * 32, "null", "[]"])
def test_e04_a_guessed_token_finds_nothing(invitation, token):
    assert Browser().get(f"/p/fernhill/feedback/{token}/").status_code == 404
    assert Browser().get("/p/fernhill/feedback//").status_code == 404


def test_a_token_of_one_workspace_is_worth_nothing_in_another(link, stranger):
    assert Browser().get(link.replace("fernhill", "elsewhere")).status_code == 404


def test_e08_a_post_without_the_forms_token_is_refused(link):
    browser = Browser(enforce_csrf_checks=True)
    assert browser.post(link, {"score": "4"}).status_code == 403


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_page_speaks_the_contacts_language(link, contact, language):
    contact.language = language
    contact.save()
    page = Browser().get(link)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text


def test_figures(make, contact, manager, workspace):
    reader = Reader(workspace.pk, Role.MANAGER)
    for days, score in ((0, 5), (40, 2)):
        at = NOW + timedelta(days=days)
        invited = inviting.invite(closed(make, contact, manager, at=at), at=at)
        answering.answer(invited, score=score, at=at)
    found = summary(reader, since=NOW - timedelta(days=1))
    assert (found.average, found.count, found.low, found.rate) == (3.5, 2, 1, 100)
    assert [n for _, _, n in spread(reader, since=NOW)] == [1, 0, 0, 1, 0]
    assert [(c.key, c.average) for c in by_client(reader, since=NOW)] == [("NWM", 3.5)]


def test_the_staff_page_shows_answers_and_is_not_for_guests(invitation, manager, guest, browse):
    answering.answer(invitation, score=1, sentence="<b>Bad</b>", at=timezone.now())
    text = browse(manager).get("/w/fernhill/feedback/").text
    assert "&lt;b&gt;Bad&lt;/b&gt;" in text
    assert browse(guest).get("/w/fernhill/feedback/").status_code == 403


def test_answers_and_figures_are_those_of_the_client_that_was_chosen(
    make, invitation, manager, browse
):
    now = timezone.now()
    answering.answer(invitation, score=1, sentence="Not good", at=now)
    happy = make.client("Kestrel Tours", "KES")
    invited = inviting.invite(closed(make, make.contact(happy), manager, at=now), at=now)
    answering.answer(invited, score=5, sentence="Lovely", at=now)
    make.client("Silent Ltd", "SIL")
    browser = browse(manager)

    def shown(client: str) -> tuple[bool, bool, str]:
        text = browser.get("/w/fernhill/feedback/", {"client": client}).text
        average = re.search(r"<strong>(\S+)</strong><small>of 5", text)
        return "Not good" in text, "Lovely" in text, average[1]

    assert shown("") == (True, True, "3.0")
    assert shown("KES") == (False, True, "5.0")
    assert shown("SIL") == (False, False, "–")
    assert browser.get("/w/fernhill/feedback/?client=NONE").status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_staff_page_asks_the_same_number_of_queries_however_long(
    make, client_company, manager, browse, count, django_assert_max_num_queries
):
    now = timezone.now()
    for _ in range(count):
        person = make.contact(client_company)
        invited = inviting.invite(closed(make, person, manager, at=now), at=now)
        answering.answer(invited, score=4, at=now)
    browser = browse(manager)
    with django_assert_max_num_queries(10):
        assert browser.get("/w/fernhill/feedback/").text.count("data-row") == count


def test_erasing_a_person_takes_their_sentence_and_keeps_the_number(invitation, contact, manager):
    answering.answer(invitation, score=3, sentence="Call me at home", at=NOW)
    publish("contact.erased", subject=contact, by=manager, at=NOW)
    assert Answer.objects.values_list("score", "sentence").get() == (3, "")
