"""A second look before a letter goes out, and two answers to one mail."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from rapport.inbox.models import Draft, Mailbox, Message
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(make, contact):
    talk = make.conversation(contact)
    text = "Does the blue work? And can the box be printed twice?"
    Message.objects.filter(conversation=talk).update(text=text, visible_text=text)
    return talk


def page(name, talk):
    return reverse(name, kwargs={"slug": "fernhill", "number": talk.number})


def looked(browser, talk, text, to="Ines Prado <ines@northwind.example>", **more):
    answer = browser.post(page("inbox.second_look", talk), {"text": text, "to": to, **more})
    return [one["said"] for one in answer.json()["found"]]


def test_what_may_be_amiss_is_said_in_a_sentence(browse, make, member, manager, talk):
    later = localdate().replace(year=localdate().year + 1, month=3, day=4)
    promise = NewPromise(talk.client, "Label proofs", later)
    making.make(promise, by=manager, at=NOW)
    other = make.client("Halden", "HAL")
    make.contact(other, "Jana Vogel", "jana@halden.example")
    text = (
        "Dear Tom,\n\nthe blue works. Please find attached the plan for [Name]. "
        f"You get the label proofs on 9 March {later.year}."
    )
    cc = f"jana@halden.example, {manager.user.email}"
    browser = browse(member)
    assert looked(browser, talk, text, cc=cc) == [
        "“[Name]” looks like a gap that was left.",
        "It greets Tom and goes to Ines Prado.",
        "jana@halden.example belongs to Halden, another client.",
        f"{manager.user.email} is one of us: the client will see this address.",
        "It says “Please find attached”, but no file is attached.",
        f"“9 March {later.year}”: they were told 4 March for “Label proofs”.",
        "Nothing seems to answer: “And can the box be printed twice?”",
    ]
    fine = "Dear Ines,\n\nthe blue works, and the box can be printed twice."
    assert looked(browser, talk, fine) == looked(browser, talk, text, kind="note") == []


def test_how_they_want_to_be_spoken_to_is_their_own_wish_or_their_companys(
    browse, member, contact, client_company, talk
):
    browser, text = browse(member), "Hallo Ines, ich schicke dir die Datei mit der Post."

    def tone():
        return [said for said in looked(browser, talk, text) if "spoken to" in said]

    assert tone() == []
    client_company.tone = "formal"
    client_company.save()
    assert tone() == ["“dir”: they want to be spoken to formally."]
    contact.tone = "informal"
    contact.save()
    assert tone() == []


def test_a_look_asks_a_fixed_number_of_questions(
    browse, make, member, manager, talk, django_assert_max_num_queries
):
    for n in range(30):
        make.message(talk, f"On {n % 27 + 1} December {n}", kind="out", author=manager)
        making.make(NewPromise(talk.client, f"Thing {n}", date(2027, 3, 4)), by=manager, at=NOW)
        make.contact(talk.client, f"Person {n}", f"p{n}@northwind.example")
    browser, cc = browse(member), ", ".join(f"p{n}@northwind.example" for n in range(20))
    looked(browser, talk, "Hello")
    with django_assert_max_num_queries(9):
        looked(browser, talk, "Thing 7 comes on 9 March 2027.", cc=cc)


def test_only_whoever_may_answer_gets_a_look(browse, guest, viewer, stranger, talk):
    for outsider, status in ((guest, 403), (viewer, 403), (stranger, 404)):
        answer = browse(outsider).post(page("inbox.second_look", talk), {"text": "Hi"})
        assert answer.status_code == status


def test_a_gap_of_a_template_stops_a_letter_and_nothing_else_does(browse, member, talk):
    browser, to = browse(member), "ines@northwind.example"
    body = {"text": "Dear {{ contact.first_name }},", "to": to}
    answer = browser.post(page("inbox.answer", talk), body, follow=True)
    assert "{{ contact.first_name }} is still to be filled" in answer.text
    assert Draft.objects.get().body == body["text"]
    browser.post(page("inbox.answer", talk), {"text": "Dear Tom, see attachment [Name]", "to": to})
    assert Message.objects.filter(kind="out").count() == 1


@pytest.fixture
def sends(workspace, scope):
    return Mailbox.objects.create(
        workspace=workspace, address="studio@fernhill.example", name="Fernhill", created_at=NOW,
        smtp_host="127.0.0.1", smtp_port=2, smtp_security="none",
    )  # fmt: skip


def test_who_began_before_a_colleague_answered_hears_of_it_and_may_send_all_the_same(
    browse, member, manager, talk, sends
):
    mine, theirs = browse(member), browse(manager)
    ground = mine.get(page("inbox.conversation", talk)).context["after"]
    assert ground == Message.objects.get().pk
    letter = {"text": "The blue works.", "to": "ines@northwind.example", "after": ground}
    mine.post(page("inbox.draft", talk), {**letter, "revision": 0})
    theirs.post(page("inbox.answer", talk), {**letter, "text": "Blue is fine."})

    told = mine.post(page("inbox.answer", talk), {**letter, "revision": 1}, follow=True)
    assert f"<b>{manager.name}</b> has answered since you began" in told.text
    assert "Blue is fine." in told.text and "Send anyway" in told.text
    assert Draft.objects.get(member=member).body == "The blue works."
    first = Message.objects.get(kind="out")

    mine.post(page("inbox.answer", talk), {**letter, "after": first.pk, "revision": 1})
    assert Message.objects.filter(kind="out").count() == 2
    assert not Draft.objects.filter(member=member).exists()


def test_ones_own_answer_a_note_and_one_that_waits_cross_nothing(
    browse, member, manager, talk, sends
):
    mine, theirs = browse(member), browse(manager)
    letter = {"text": "One", "to": "ines@northwind.example", "after": Message.objects.get().pk}
    theirs.post(page("inbox.answer", talk), {**letter, "text": "Look at this", "kind": "note"})
    theirs.post(page("inbox.answer", talk), {**letter, "at": "2027-01-05T09:30", "when": "at"})
    for text in ("One", "Two"):
        mine.post(page("inbox.answer", talk), {**letter, "text": text})
    assert Message.objects.filter(kind="out", author=member).count() == 2


def test_a_new_mail_gets_a_look_too(browse, member, contact, arrive):
    arrive(written())
    url = reverse("inbox.second_look_new", kwargs={"slug": "fernhill"})
    body = {"to": "ines@northwind.example", "text": "Hi Tom,\n\nsee the attached plan. {{ x }}"}
    found = browse(member).post(url, body).json()["found"]
    assert [one["blocks"] for one in found] == [True, False, False]
    assert browse(member).post(url, {"to": "half an", "text": "Hi"}).json() == {"found": []}
