"""Where promises and the rest of the relationship show on other apps' pages."""

from datetime import date

import pytest
from django.utils import timezone

from rapport.cases.operations import closing, opening, replying
from rapport.delivery.operations import deciding, handing_over
from rapport.delivery.operations.deciding import Word
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.feedback.operations import answering, inviting
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.promises.operations import making, settling
from rapport.promises.operations.making import NewPromise


@pytest.fixture
def story(make, contact, manager):
    """A little of everything with one client."""
    at = timezone.now()
    project = make.project(contact.client, key="KTB")
    talk = make.conversation(contact, "Label proofs", project=project)
    message = make.message(talk, "You get it on Friday", kind="out", author=manager)
    new = NewPromise(contact.client, "Labels", date(2026, 3, 6), project, message=message)
    promise = making.make(new, by=manager, at=at)
    settling.break_(promise, by=manager, at=at)
    case = opening.open_case(talk, kind="complaint", by=manager, at=at)
    replying.note_reply(case, at=at)
    closing.close(case, cure="New labels", by=manager, at=at)
    answering.answer(inviting.invite(case, at=at), score=2, sentence="Too slow", at=at)
    piece = handing_over.create(project, facts=DeliverableFacts("Proofs", "x"), by=manager, at=at)
    handing_over.submit(piece, files=[], by=manager, at=at)
    deciding.approve(piece, Word(contact, 1, "Fine now"), at=at)
    question = asking.ask(
        NewQuestion(contact, "Matt or gloss?", project=project), by=manager, at=at
    )
    asking.answer(question, answer="Matt", by=contact, at=at)
    return talk


def test_the_clients_page_tells_the_whole_story(story, manager, browse):
    text = browse(manager).get("/w/fernhill/clients/NWM/").text
    for words in ("Not kept: Labels", "Complaint opened: Label proofs", "New labels", "Too slow",
                  "Approved: Proofs, version 1", "Fine now", "Matt or gloss?"):  # fmt: skip
        assert words in text


def test_the_conversations_page_brings_case_promises_and_the_way_to_note_one(
    story, manager, browse
):
    browser = browse(manager)
    page = browser.get(f"/w/fernhill/inbox/{story.number}/").text
    for part in ("case", "promises"):
        url = f"/w/fernhill/inbox/{story.number}/{part}/"
        assert url in page
        assert browser.get(url).status_code == 200
    assert "/w/fernhill/promises/new/?message=" in page
    assert "Labels" in browser.get(f"/w/fernhill/inbox/{story.number}/promises/").text


def test_the_clients_panels_answer(story, manager, browse):
    browser = browse(manager)
    for part in ("promises", "cases", "feedback"):
        url = f"/w/fernhill/clients/NWM/{part}/"
        assert url in browser.get("/w/fernhill/clients/NWM/").text
        assert browser.get(url).status_code == 200
    assert "Too slow" in browser.get("/w/fernhill/clients/NWM/feedback/").text


def test_the_contacts_page_leads_to_the_preview(contact, manager, browse):
    page = f"/w/fernhill/clients/NWM/contacts/{contact.pk}/"
    assert f'href="{page}preview/"' in browse(manager).get(page).text
    assert "Preview as" in browse(manager).get(f"{page}preview/").text


def test_settings_lead_to_the_targets(admin, browse):
    assert "/w/fernhill/settings/targets/" in browse(admin).get("/w/fernhill/settings/").text
