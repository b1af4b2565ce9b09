"""A chat of the test's workspace, and visitors who write in it as browsers do."""

import json
from itertools import count

import pytest
from django.test import Client as Browser

from rapport.channels.models import Channel
from rapport.chat import flood
from rapport.chat.models import Widget
from rapport.inbox.models import Conversation
from tests.conftest import NOW
from tests.portal.conftest import portal

__all__ = ["portal"]

SITE = "https://www.fernhill.example"
_serial = count(1)


@pytest.fixture(autouse=True)
def _fresh_gates():
    """Nobody has asked yet."""
    for gate in (flood.gate, flood.talk_gate):
        gate.counts.clear()


@pytest.fixture
def widget(workspace, scope) -> Widget:
    channel = Channel.objects.create(
        workspace=workspace, provider="chat", name="Our site", created_at=NOW
    )
    return Widget.objects.create(
        workspace=workspace, channel=channel, languages=["en", "de"], origins=[SITE],
        greetings={"de": "Moin! Was können wir tun?"},
    )  # fmt: skip


class Visitor:
    """A browser that knows a chat: no session, no cookie, a token once it was given one."""

    def __init__(self, widget: Widget) -> None:
        self.base, self.token = f"/chat/{widget.channel.token}/", ""
        self.browser = Browser(enforce_csrf_checks=True)

    def ask(self, path="messages/", **how):
        return self.browser.get(self.base + path, headers={"X-Visitor": self.token}, **how)

    def tell(self, path, fields, **how):
        body = fields if isinstance(fields, bytes) else json.dumps(fields)
        return self.browser.post(
            self.base + path, body, content_type="application/json",
            headers={"X-Visitor": self.token}, **how,
        )  # fmt: skip

    def begin(self, **fields):
        answer = self.tell("visits/", {"zone": "Europe/Berlin", "origin": SITE} | fields)
        self.token = answer.json()["token"]
        return self

    def say(self, text="Do you print leaflets?", key="", **more):
        if not self.token:
            self.begin()
        return self.tell("messages/", {"id": key or f"key-{next(_serial):06}", "text": text} | more)

    def texts(self):
        return [line["text"] for line in self.ask().json()["lines"]]


@pytest.fixture
def visitor(widget) -> Visitor:
    return Visitor(widget)


@pytest.fixture
def other(widget) -> Visitor:
    """Somebody else in the same chat."""
    return Visitor(widget)


@pytest.fixture
def answer(browse, member):
    """One of us answers the latest conversation: `answer("Yes, we do.")`."""

    def write(text="Yes, we do.", kind="reply"):
        talk = Conversation.objects.latest("pk")
        url = f"/w/fernhill/inbox/{talk.number}/answer/"
        return browse(member).post(url, {"text": text, "kind": kind})

    return write
