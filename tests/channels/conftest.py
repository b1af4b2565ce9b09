"""Channels set up for the test, and vendors who send to them and take from them."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import time

import pytest
from django.test import Client as Browser
from django.utils.timezone import now

from rapport.channels.models import Channel
from rapport.channels.operations import accounts
from rapport.inbox.models import Conversation, Dispatch, Participant
from rapport.inbox.operations import sending
from rapport.integrations import http
from rapport.integrations.hooks import Hook
from tests.channels.vendors import Net
from tests.conftest import NOW
from tests.integrations import signing


@pytest.fixture
def channel_of(workspace, scope):
    """A channel of a vendor with this account: `channel_of("webhook", secret=…)`."""

    def make(provider, name="", **account) -> Channel:
        channel = Channel(
            workspace=workspace, provider=provider, name=name or provider.title(), created_at=NOW,
            looked_at=now(),
        )  # fmt: skip
        accounts.keep(channel, account)
        channel.save()
        return channel

    return make


@pytest.fixture
def channel(channel_of) -> Channel:
    """Another system that speaks Standard Webhooks."""
    return channel_of("webhook", "Shop", secret=signing.SECRET)


def said(text="Is the leaflet ready?", key="m1", who="ines@shop", name="Ines", **more):
    """The body of a message of another system."""
    data = {"id": key, "from": {"address": who, "name": name}, "text": text, **more}
    return json.dumps({"type": "message.created", "data": data}).encode()


def knock(channel, hook: Hook, **more):
    """Send it as a vendor does: no session, no form's token."""
    headers = {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in hook.headers.items()}
    kind = headers.pop("HTTP_CONTENT_TYPE", "application/json")
    vendor = Browser(enforce_csrf_checks=True)
    return vendor.post(f"/hooks/{channel.token}/", hook.body, content_type=kind, **headers, **more)


@pytest.fixture
def deliver(channel, run_jobs):
    """Send a message of the other system, and let the worker read it."""

    def send(body=None, key="msg_1", at=None, secret=signing.SECRET, **more):
        hook = signing.standard(
            said(**more) if body is None else body, at or int(time()), secret, key
        )
        answer = knock(channel, hook)
        run_jobs()
        return answer

    return send


class Vendor(HTTPServer):
    """Listens on this machine; keeps what it was asked, and answers what it was told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Desk)
        self.asked, self.answers = [], []
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Desk(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Hook(self.command, self.path, headers, body))
        status, more, content = (self.server.answers or [(200, {}, {})]).pop(0)
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content if isinstance(content, bytes) else json.dumps(content).encode())

    do_GET = do_POST

    def log_message(self, *args):
        pass


@pytest.fixture
def vendor(settings):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    server = Vendor()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def net(monkeypatch) -> Net:
    """No request leaves; the test says what vendors answer."""
    found = Net()
    monkeypatch.setattr(http, "send", found.send)
    return found


@pytest.fixture
def confirmed(browse, member):
    """Staff has said that whoever writes belongs here: the conversation."""

    def confirm() -> Conversation:
        talk = Conversation.objects.latest("pk")
        for person in Participant.objects.filter(conversation=talk):
            where = f"/w/fernhill/inbox/{talk.number}/people/{person.pk}/confirmation/"
            browse(member).post(where)
        return talk

    return confirm


@pytest.fixture
def answer(browse, member):
    """Write an answer and let its undo window pass; the dispatch as it is then."""

    def write(talk, text="They left this morning.", seconds=11) -> Dispatch:
        url = f"/w/fernhill/inbox/{talk.number}/answer/"
        browse(member).post(url, {"text": text, "kind": "reply"})
        return leave(seconds)

    return write


def leave(seconds=11) -> Dispatch:
    """Try the latest mail of the outbox so many seconds from now."""
    rows = Dispatch.objects.select_related("message__conversation", "workspace")
    sending.deliver(rows.latest("pk"), at=now() + timedelta(seconds=seconds))
    return Dispatch.objects.latest("pk")
