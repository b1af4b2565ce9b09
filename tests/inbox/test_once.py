"""A browser that got no answer sends its form again: that makes no second mail."""

import re

import pytest

from rapport.inbox.models import Conversation, Dispatch, Message

pytestmark = pytest.mark.django_db
NEW = "/w/fernhill/inbox/new/"


@pytest.fixture
def talk(make, contact):
    return make.conversation(contact, "When do we begin?")


def key_in(page) -> str:
    return re.search(r'name="once" value="([^"]+)"', page.text).group(1)


def test_an_answer_that_is_sent_twice_is_one_mail(browse, member, talk, mailbox):
    page = f"/w/fernhill/inbox/{talk.number}/"
    browser = browse(member)
    letter = {
        "text": "On Monday.",
        "to": "ines@northwind.example",
        "once": key_in(browser.get(page)),
    }
    answers = [browser.post(f"{page}answer/", letter) for _ in range(3)]
    assert len({answer.status_code for answer in answers}) == 1
    assert Message.objects.filter(kind=Message.Kind.OUT).count() == 1
    assert Dispatch.objects.count() == 1


def test_another_text_from_the_same_old_page_is_another_mail(browse, member, talk, mailbox):
    page = f"/w/fernhill/inbox/{talk.number}/"
    browser = browse(member)
    letter = {"to": "ines@northwind.example", "once": key_in(browser.get(page))}
    for text in ("On Monday.", "On Tuesday, sorry."):
        browser.post(f"{page}answer/", letter | {"text": text})
    assert Dispatch.objects.count() == 2


def test_a_note_that_is_saved_twice_is_one_note(browse, member, talk):
    page = f"/w/fernhill/inbox/{talk.number}/"
    browser = browse(member)
    note = {"text": "Careful.", "kind": "note", "once": key_in(browser.get(page))}
    for _ in range(2):
        browser.post(f"{page}answer/", note)
    assert Message.objects.filter(kind=Message.Kind.NOTE).count() == 1


def test_a_new_mail_that_is_sent_twice_begins_one_conversation(browse, member, mailbox):
    browser = browse(member)
    letter = {
        "to": "new@client.example", "subject": "Hello", "text": "Hello!",
        "once": key_in(browser.get(NEW)),
    }  # fmt: skip
    browser.post(NEW, letter)
    assert "sent already" in browser.post(NEW, letter, follow=True).text
    assert Conversation.objects.count() == Dispatch.objects.count() == 1
