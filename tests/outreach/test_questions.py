"""Questions to a client: asked once, answered once."""

import pytest

from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.outreach.models import Question
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import CannotAnswer, CannotAsk, NewQuestion
from tests.conftest import NOW

TAB = "/w/fernhill/projects/KTB/questions/"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB")


@pytest.fixture
def question(project, contact, manager) -> Question:
    new = NewQuestion(contact, "Card or invoice?", options=("Card", "Invoice"), project=project)
    return asking.ask(new, by=manager, at=NOW)


def test_asking_passes_the_turn_without_telling_the_words(question):
    event = Event.objects.get()
    assert event.verb == "question.asked"
    assert event.facts["turn"] == "client"
    assert "Card" not in str(event.facts)


def test_only_the_contact_asked_sees_it(question, contact, make):
    colleague = make.contact(contact.client)
    assert list(Question.objects.visible_to(contact.reader)) == [question]
    assert not Question.objects.visible_to(colleague.reader).exists()


def test_an_answer_is_taken_once(question, contact, manager):
    asking.answer(question, answer="Card", by=contact, at=NOW)
    asking.answer(question, answer="Card", by=contact, at=NOW)
    with pytest.raises(CannotAnswer):
        asking.answer(question, answer="Invoice", by=manager, at=NOW)
    question.refresh_from_db()
    assert (question.answer, question.noted_by) == ("Card", None)
    assert Event.objects.filter(verb="question.answered").count() == 1


def test_an_empty_answer_is_none(question, contact):
    with pytest.raises(CannotAnswer):
        asking.answer(question, answer="  ", by=contact, at=NOW)


def test_a_project_of_another_client_is_refused(contact, make, manager):
    with pytest.raises(CannotAsk):
        asking.ask(NewQuestion(contact, "x", project=make.project()), by=manager, at=NOW)


def test_erasing_a_person_takes_what_they_wrote(question, contact, manager):
    asking.answer(question, answer="Call Ines at home", by=contact, at=NOW)
    publish("contact.erased", subject=contact, by=manager, at=NOW)
    question.refresh_from_db()
    assert question.answer == ""


def test_asking_and_noting_an_answer_on_the_page(project, contact, member, browse):
    browser = browse(member)
    browser.post(f"{TAB}new/", {"contact": contact.pk, "text": "Which?", "options": "A\nB\n"})
    question = Question.objects.get()
    assert (question.options, question.asked_by, question.project) == (["A", "B"], member, project)
    assert "Which?" in browser.get(TAB).text
    browser.post(
        f"/w/fernhill/questions/{question.number}/answer/", {"option": "B", "words": "both"}
    )
    question.refresh_from_db()
    assert (question.answer, question.noted_by) == ("B: both", member)
    assert "B: both" in browser.get(TAB).text


def test_a_question_is_taken_back(question, contact, member, browse):
    browse(member).post(f"/w/fernhill/questions/{question.number}/withdrawal/")
    assert not Question.objects.visible_to(contact.reader).exists()


def test_a03_a_contact_of_another_client_is_refused(project, make, member, browse):
    other = make.contact(make.client())
    answer = browse(member).post(f"{TAB}new/", {"contact": other.pk, "text": "x"})
    assert answer.status_code == 422


@pytest.mark.parametrize("count", [3, 30])
def test_the_tab_asks_the_same_number_of_queries_however_long(
    project, contact, manager, browse, count, django_assert_max_num_queries
):
    for _ in range(count):
        asking.ask(NewQuestion(contact, "Which?", project=project), by=manager, at=NOW)
    browser = browse(manager)
    with django_assert_max_num_queries(11):
        assert browser.get(TAB).text.count("data-row") == count


def test_a_stranger_and_a_viewer(question, stranger, viewer, browse):
    assert browse(stranger).get(TAB).status_code == 404
    assert browse(viewer).get(TAB).status_code == 200
    url = f"/w/fernhill/questions/{question.number}/answer/"
    assert browse(viewer).post(url, {"words": "x"}).status_code == 403
    assert browse(stranger).post(url, {"words": "x"}).status_code == 404
