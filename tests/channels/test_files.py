"""Files of a message are fetched after it: from the public internet alone, and told if missing."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from rapport.channels.models import Enclosure
from rapport.channels.tasks import fetch_files
from rapport.inbox.models import Attachment, Message
from rapport.integrations import http

FILE = {"url": "https://files.shop.example/a.pdf", "name": "proof.pdf"}


@pytest.fixture
def web(monkeypatch):
    """What the internet answers; `asked` are the requests."""

    class Web:
        asked, answer = [], http.Answer(200, {"content-type": "application/pdf"}, b"%PDF-1.7")

    def send(request, **how):
        Web.asked.append((request, how))
        if isinstance(Web.answer, Exception):
            raise Web.answer
        return Web.answer

    Web.asked = []
    monkeypatch.setattr(http, "send", send)
    return Web


def test_a_file_is_attached_to_its_message(deliver, web):
    deliver(attachments=[FILE])
    attachment = Attachment.objects.select_related("file", "message").get()
    assert (attachment.file.name, attachment.message.visible_text) == (
        "proof.pdf", "Is the leaflet ready?",
    )  # fmt: skip
    assert not Enclosure.objects.exists()
    [(request, how)] = web.asked
    assert request.public_only and how["largest"] == 25 * 1024 * 1024


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/a", "http://169.254.169.254/", "file:///x"])
def test_d01_no_inside_address_is_asked_even_where_the_operator_allows_it(deliver, settings, url):
    settings.INTERNAL_HOSTS = ["127.0.0.1", "169.254.0.0/16"]
    deliver(attachments=[{"url": url, "name": "secret.txt"}])
    assert not Attachment.objects.exists()
    assert Message.objects.filter(kind="in").count() == 1


def test_what_is_away_is_tried_again_and_at_last_said_in_the_conversation(deliver, web):
    web.answer = http.NeverAsked("no way there")
    deliver(attachments=[FILE])
    assert Message.objects.count() == 1
    for _ in range(6):
        Enclosure.objects.update(next_try_at=now() - timedelta(seconds=1))
        fetch_files()
    assert len(web.asked) == 5
    note = Message.objects.get(kind="note")
    assert "proof.pdf" in note.text and "no way there" in note.text


def test_what_is_gone_is_said_at_once(deliver, web):
    web.answer = http.Answer(404, {}, b"")
    deliver(attachments=[FILE, {"url": "https://files.shop.example/b.pdf", "name": "b.pdf"}])
    assert Message.objects.filter(kind="note").count() == 2 and len(web.asked) == 2


def test_a_message_of_a_file_alone_is_named_by_it(deliver, web):
    deliver(text="", attachments=[FILE])
    assert Message.objects.get().conversation.subject == "proof.pdf"
