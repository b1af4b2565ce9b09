"""Every page a client or a newcomer opens is in their language alone."""

import re

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from rapport.accounts.operations import invitations
from rapport.accounts.operations.invitations import Invitee
from rapport.clients.operations import sign_in
from tests.i18n import leftover

HOME = "/p/fernhill/"
LINK = re.compile(r"http://localhost:8000(/\S+)")
pytestmark = pytest.mark.sweep


def left(answer, language: str) -> set[str]:
    """What is still English on this page."""
    return leftover.english(leftover.of_page(answer.content.decode()), language)


def last_link() -> str:
    return LINK.search(mail.outbox[-1].body).group(1)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "projects/KTB/",
        "approvals/1/",
        "questions/1/",
        "messages/",
        "messages/new/",
        "reports/",
        "preferences/",
    ],
)
def test_portal_pages(portal, contact, report, language, path):
    page = portal(contact).get(HOME + path)
    assert page.status_code == 200
    assert page["Content-Language"] == language
    assert f'lang="{language}"' in page.text
    assert not left(page, language)


def test_a_conversation(portal, contact, conversation, language):
    page = portal(contact).get(f"{HOME}messages/{conversation.number}/")
    assert not left(page, language)


def test_refusals_and_thanks(portal, contact, deliverable, question, language):
    browser = portal(contact)
    url = f"{HOME}approvals/{deliverable.number}/"
    refused = browser.post(url, {"decision": "refuse", "version": 1})
    assert refused.status_code == 422
    thanked = browser.post(url, {"decision": "approve", "version": 1}, follow=True)
    unanswered = browser.post(f"{HOME}questions/{question.number}/", {})
    for page in (refused, thanked, unanswered):
        assert not left(page, language)


def test_signing_in_speaks_the_browsers_language(workspace, language):
    browser = Browser(headers={"accept-language": f"{language};q=0.9, en;q=0.1"})
    pages = [
        browser.get(f"{HOME}sign-in/"),
        browser.post(f"{HOME}sign-in/", {"email": "ines@northwind.example"}),
        browser.post(
            f"{HOME}sign-in/code/", {"email": "ines@northwind.example", "code": "123 456"}
        ),
        browser.get(f"{HOME}sign-in/used-up/"),
        browser.get("/sign-in/"),
        browser.get("/sign-in/forgotten/"),
        browser.get("/join/used-up/"),
        browser.get("/nothing-here/"),
    ]
    for page in pages:
        assert f'lang="{language}"' in page.text
        assert not left(page, language)


def test_a_link_greets_in_the_contacts_language(contact, language):
    sign_in.send_key(contact, at=timezone.now())
    page = Browser().get(last_link())
    assert page.status_code == 200
    assert not left(page, language)


def test_the_feedback_page_before_and_after(invitation, language):
    browser = Browser()
    path = last_link()
    asked = browser.get(path)
    wrong = browser.post(path, {"score": "9"})
    thanked = browser.post(path, {"score": "5", "sentence": "Lovely"}, follow=True)
    assert [page.status_code for page in (asked, wrong, thanked)] == [200, 422, 200]
    for page in (asked, wrong, thanked):
        assert not left(page, language)


def test_joining(workspace, owner, language):
    invitee = Invitee("new@fernhill.example", "member", "Ada", language)
    invitations.invite(workspace, invitee=invitee, by=owner, at=timezone.now())
    path = last_link()
    page, wrong = Browser().get(path), Browser().post(path, {})
    assert page.status_code == 200
    assert not left(page, language) | left(wrong, language)


def test_english_would_be_found(portal, contact, things, language):
    contact.language = "en"
    contact.save()
    assert len(left(portal(contact).get(HOME), language)) > 10
