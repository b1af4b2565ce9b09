"""A person's page brings together what other apps know of them, and no more than one may see."""

import pytest
from django.utils import timezone

from rapport.cases.operations import closing, opening, replying
from rapport.clients.operations import contacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.delivery.operations import deciding, handing_over
from rapport.delivery.operations.deciding import Word
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.feedback.operations import answering, inviting
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.workspaces.operations import bin

PARTS = {
    "conversations": ["Label proofs"],
    "promises": ["Labels by Friday"],
    "deliverables": ["Leaflet", "With the client", "Proofs", "Fine now"],
    "questions": ["Matt or gloss?", "With the client"],
    "cases": ["Label proofs", "Complaint"],
    "feedback": ["Too slow", "2 of 5"],
}


@pytest.fixture
def story(make, contact, manager):
    """A little of everything with one person."""
    at = timezone.now()
    project = make.project(contact.client, key="KTB")
    talk = make.conversation(contact, "Label proofs", project=project)
    day = timezone.localdate()
    making.make(
        NewPromise(contact.client, "Labels by Friday", day, project, contact=contact),
        by=manager, at=at,
    )  # fmt: skip
    case = opening.open_case(talk, kind="complaint", by=manager, at=at)
    replying.note_reply(case, at=at)
    closing.close(case, cure="New labels", by=manager, at=at)
    answering.answer(inviting.invite(case, at=at), score=2, sentence="Too slow", at=at)
    for name in ("Proofs", "Leaflet"):
        facts = DeliverableFacts(name, "x", contact=contact)
        piece = handing_over.create(project, facts=facts, by=manager, at=at)
        handing_over.submit(piece, files=[], by=manager, at=at)
        if name == "Proofs":
            deciding.approve(piece, Word(contact, 1, "Fine now"), at=at)
    asking.ask(NewQuestion(contact, "Matt or gloss?", project=project), by=manager, at=at)
    return project


@pytest.fixture
def here(contact):
    return f"/w/fernhill/clients/NWM/contacts/{contact.pk}/"


@pytest.mark.parametrize("part", PARTS)
def test_the_page_brings_each_part_and_the_part_tells(story, here, manager, browse, part):
    browser = browse(manager)
    assert f"{here}{part}/" in browser.get(here).text
    answer = browser.get(f"{here}{part}/").text
    assert [word for word in PARTS[part] if word not in answer] == []


@pytest.mark.parametrize("part", PARTS)
def test_a_person_with_whom_nothing_happened_has_no_empty_parts(here, manager, browse, part):
    assert browse(manager).get(f"{here}{part}/").status_code == 204


@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_a_colleague_is_among_it(story, make, contact, manager, browse, part):
    other = make.contact(contact.client, "Ada Other", "ada@northwind.example")
    url = f"/w/fernhill/clients/NWM/contacts/{other.pk}/{part}/"
    assert browse(manager).get(url).status_code == 204


def test_what_happened_tells_of_this_person_and_of_no_colleague(contact, member, browse):
    at = timezone.now()
    other = contacts.create(
        contact.client, facts=ContactFacts("Ada Other", "ada@northwind.example"), by=member, at=at
    )
    contacts.change(
        contact, facts=ContactFacts("Ines Prado", "ines@northwind.example"), by=member, at=at
    )
    told = "Ada Other became a contact"
    pages = [
        browse(member).get(f"/w/fernhill/clients/NWM/contacts/{person.pk}/").text
        for person in (other, contact)
    ]
    assert [told in page for page in pages] == [True, False]


def test_a_conversation_that_was_set_aside_is_left_out(story, make, contact, here, manager, browse):
    make.conversation(contact, "Our newsletter", set_aside_at=timezone.now())
    assert "Our newsletter" not in browse(manager).get(f"{here}conversations/").text


@pytest.mark.parametrize("part", ["", *(f"{part}/" for part in PARTS)])
def test_of_a_person_in_the_bin_there_is_no_page_and_no_part(
    story, contact, here, manager, browse, part
):
    bin.put(contact, by=manager, at=timezone.now())
    assert browse(manager).get(here + part).status_code == 404


@pytest.mark.parametrize("part", sorted(set(PARTS) - {"feedback"}))
def test_a_guest_sees_what_belongs_to_their_projects_alone(
    story, make, contact, here, guest, browse, part
):
    make.on_project(make.project(contact.client), guest)
    assert browse(guest).get(f"{here}{part}/").status_code == 204
    make.on_project(story, guest)
    assert browse(guest).get(f"{here}{part}/").status_code == 200


def test_a_guest_hears_nothing_of_how_a_client_feels(story, make, here, guest, browse):
    make.on_project(story, guest)
    browser = browse(guest)
    assert f"{here}feedback/" not in browser.get(here).text
    assert browser.get(f"{here}feedback/").status_code == 403


@pytest.mark.parametrize("part", ["", *(f"{part}/" for part in sorted(set(PARTS) - {"feedback"}))])
def test_a_guest_finds_no_person_of_a_client_they_do_not_work_for(
    story, make, here, guest, browse, part
):
    make.on_project(make.project(), guest)
    assert browse(guest).get(here + part).status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_a_stranger_finds_nothing(story, contact, stranger, browse, part):
    url = f"/w/elsewhere/clients/NWM/contacts/{contact.pk}/{part}/"
    assert browse(stranger).get(url).status_code == 404


def test_a_conversation_in_which_somebody_only_claimed_to_be_them_is_left_out(
    story, make, contact, here, manager, browse
):
    claimed = make.conversation(contact, "Pay here instead")
    claimed.participants.update(is_verified=False)
    assert "Pay here instead" not in browse(manager).get(f"{here}conversations/").text


def test_the_task_page_brings_deliverables_and_questions_that_hang_on_it(
    story, make, contact, manager, browse
):
    at = timezone.now()
    task = make.task(story, "Print")
    url = f"/w/fernhill/projects/KTB/tasks/{task.number}/"
    browser = browse(manager)
    for part in ("deliverables", "questions"):
        assert f"{url}{part}/" in browser.get(url).text
        assert browser.get(f"{url}{part}/").status_code == 204
    facts = DeliverableFacts("Colour proof", "x", task=task)
    handing_over.create(story, facts=facts, by=manager, at=at)
    question = NewQuestion(contact, "Which red?", project=story, task=task)
    asking.ask(question, by=manager, at=at)
    assert "Colour proof" in browser.get(f"{url}deliverables/").text
    assert "Which red?" in browser.get(f"{url}questions/").text
