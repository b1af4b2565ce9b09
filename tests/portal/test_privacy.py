"""What the portal never shows: notes, internal work, other people's and other clients' things."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client as Browser

from rapport.delivery.models import Deliverable
from rapport.files.models import StoredFile
from rapport.inbox.models import Conversation
from rapport.lib.reader import Detail
from rapport.outreach.models import Question
from tests.abuse.effort import seen
from tests.conftest import NOW
from tests.portal.conftest import CANARY

HOME = "/p/fernhill/"
LINK = re.compile(r'(?:href|action)="(/p/fernhill/[^"#]*)"')


def crawl(browser: Browser, start: str = HOME) -> dict[str, str]:
    """Every page that can be reached from the first one by its links."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        url = waiting.pop().replace("&amp;", "&")
        if url in found or "sign-out" in url:
            continue
        answer = browser.get(url)
        assert answer.status_code == 200, url
        body = b"".join(answer) if answer.streaming else answer.content
        found[url] = f"{answer.headers}{body.decode('utf-8', 'replace')}"
        waiting += LINK.findall(found[url])
    return found


@pytest.mark.parametrize("detail", list(Detail))
def test_a07_a12_a13_nothing_hidden_is_on_any_page_at_any_level_of_detail(
    portal, contact, deliverable, question, promise, conversation, hidden, detail
):
    contact.detail = detail
    contact.save()
    pages = crawl(portal(contact))
    assert len(pages) > 9
    for url, text in pages.items():
        assert CANARY.lower() not in text.lower(), url


def test_a12_pages_are_the_same_with_and_without_what_is_hidden(
    portal, contact, deliverable, question, promise, conversation, request
):
    browser = portal(contact)
    before = {url: strip(text) for url, text in crawl(browser).items()}
    request.getfixturevalue("hidden")
    Question.objects.filter(text="Tea or coffee?").update(binned_at=NOW)
    assert {url: strip(text) for url, text in crawl(browser).items()} == before


def strip(text: str) -> str:
    return re.sub(r"\b\w{64}\b", "", text)


def test_a_contact_who_sees_the_company_sees_colleagues_mails_and_no_note(
    portal, contact, make, hidden
):
    colleague = make.contact(contact.client, "Bo", "bo@northwind.example")
    talk = make.conversation(colleague, "Invoices")
    url = f"{HOME}messages/{talk.number}/"
    assert portal(contact).get(url).status_code == 404
    contact.sees_company = True
    contact.save()
    assert "Hello" in portal(contact).get(url).text
    text = "".join(crawl(portal(contact)).values())
    for secret in ("note", "unverified", "sign-up code", "unsent", "other client"):
        assert f"{CANARY} {secret}" not in text


def foreign_urls() -> list[str]:
    """Pages of the other client, as paths under the portal's root."""
    talk = Conversation.objects.get(client__key="OTH")
    file = StoredFile.objects.get(name=f"{CANARY}.pdf")
    piece = Deliverable.objects.get(project__key="OTP")
    asked = Question.objects.get(client__key="OTH")
    return [
        "projects/OTP/", f"approvals/{piece.number}/", f"questions/{asked.number}/",
        f"messages/{talk.number}/", f"files/{file.token}/", "reports/OTP/1/",
    ]  # fmt: skip


def test_a01_a02_what_belongs_to_another_client_is_like_what_was_never_there(
    portal, contact, hidden
):
    browser = portal(contact)
    for url in foreign_urls():
        never = re.sub(r"\d+(?=/$)|OTP|(?<=files/)[^/]+", "999", url)
        for method in ("get", "post"):
            there, absent = seen(browser, method, HOME + url), seen(browser, method, HOME + never)
            if url.startswith("files/"):  # whoever has the token knows that there is a file
                there, absent = replace(there, effort=()), replace(absent, effort=())
            assert there == absent, url
            assert there.status in (404, 405), url
            assert CANARY.encode() not in there.body


def test_a01_colleagues_questions_and_drafts_are_404(portal, contact, hidden):
    browser = portal(contact)
    asked = Question.objects.get(text=f"{CANARY} question")
    draft = Deliverable.objects.get(name=f"{CANARY} draft")
    assert browser.get(f"{HOME}questions/{asked.number}/").status_code == 404
    assert browser.get(f"{HOME}approvals/{draft.number}/").status_code == 404


def test_e06_an_unverified_participant_sees_nothing_of_the_conversation(
    portal, unverified, conversation
):
    browser = portal(unverified)
    assert browser.get(f"{HOME}messages/{conversation.number}/").status_code == 404
    assert "Label proofs" not in browser.get(f"{HOME}messages/").text


def test_b06_a_mail_of_another_service_is_not_shown(portal, contact, conversation, make):
    make.message(conversation, "Your code is 4711", from_email="no-reply@chat.example")
    assert "4711" not in portal(contact).get(f"{HOME}messages/{conversation.number}/").text


def test_pages_are_kept_by_no_cache(portal, contact, project):
    for url in (HOME, f"{HOME}projects/KTB/", f"{HOME}sign-in/"):
        assert portal(contact).get(url).headers["Cache-Control"] == "private, no-store"


def test_text_of_strangers_is_never_markup(portal, contact, conversation, make):
    make.message(conversation, "<script>alert(1)</script>", contact=contact)
    text = portal(contact).get(f"{HOME}messages/{conversation.number}/").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_e08_looking_at_every_page_writes_nothing(
    portal, contact, deliverable, question, promise, conversation, hidden
):
    written = []

    def watch(execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            written.append(sql)
        return execute(sql, params, many, context)

    browser = portal(contact)
    with connection.execute_wrapper(watch):
        assert len(crawl(browser)) > 9
    assert written == []
