"""How the server answers: one thread a request, and streams that end with their client."""

import asyncio
import threading
from types import SimpleNamespace

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation

from rapport.config.handler import Handler

SCOPE = {
    "type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [],
    "scheme": "http", "http_version": "1.1", "root_path": "",
}  # fmt: skip


@pytest.fixture
def handler(monkeypatch):
    """One whose connections are left alone: the test has the only one."""
    for name in ("request_started.send", "close_old_connections"):
        monkeypatch.setattr(f"rapport.config.handler.{name}", lambda **_: None)
    monkeypatch.setattr("django.http.response.signals.request_finished.send", lambda **_: None)
    return Handler()


def client(leaves: asyncio.Event | None = None) -> SimpleNamespace:
    """Somebody who asks, keeps what is sent, and goes away when told to."""
    sent, asks = [], [{"type": "http.request", "body": b""}]

    async def receive():
        if asks:
            return asks.pop()
        await (leaves or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    return SimpleNamespace(sent=sent, receive=receive, send=send)


def asked(handler, *clients) -> None:
    async def one_by_one():
        for one in clients:
            await asyncio.wait_for(handler(SCOPE, one.receive, one.send), 5)

    asyncio.run(one_by_one())


def test_a_page_is_sent_whole_and_closed_before(handler, monkeypatch):
    page = HttpResponse("Good morning")
    monkeypatch.setattr(handler, "get_response", lambda request: page)
    reader = client()
    asked(handler, reader)
    assert [message["type"] for message in reader.sent] == [
        "http.response.start", "http.response.body",
    ]  # fmt: skip
    assert reader.sent[0]["status"] == 200 and reader.sent[1]["body"] == b"Good morning"
    assert page.closed


def test_requests_one_after_the_other_share_a_thread_and_so_its_connection(handler, monkeypatch):
    threads = []

    def answer(request):
        threads.append(threading.get_ident())
        return HttpResponse()

    monkeypatch.setattr(handler, "get_response", answer)
    asked(handler, client(), client())
    assert len(set(threads)) == 1 and threads[0] != threading.get_ident()


def test_the_language_of_one_request_is_not_left_for_the_next(handler, monkeypatch):
    spoken = []

    def answer(request):
        spoken.append(translation.get_language())
        translation.activate("de")
        return HttpResponse()

    monkeypatch.setattr(handler, "get_response", answer)
    asked(handler, client(), client())
    assert spoken == ["en", "en"]


def test_a_stream_ends_when_its_reader_goes_away(handler, monkeypatch):
    leaves, ended = asyncio.Event(), []

    async def lines():
        try:
            yield b"retry: 3000\n\n"
            leaves.set()
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    stream = StreamingHttpResponse(lines())
    monkeypatch.setattr(handler, "get_response", lambda request: stream)
    reader = client(leaves)
    asked(handler, reader)
    assert reader.sent[1]["body"] == b"retry: 3000\n\n"
    assert ended and stream.closed


def test_a_stream_that_breaks_says_so_to_the_server(handler, monkeypatch):
    async def lines():
        yield b"one"
        raise OSError("the disk is gone")

    monkeypatch.setattr(handler, "get_response", lambda request: StreamingHttpResponse(lines()))
    with pytest.raises(OSError, match="the disk is gone"):
        asked(handler, client())


def test_who_goes_away_while_sending_is_not_answered(handler, monkeypatch):
    monkeypatch.setattr(handler, "get_response", lambda request: pytest.fail("was answered"))
    gone = client()

    async def receive():
        return {"type": "http.disconnect"}

    asyncio.run(handler(SCOPE, receive, gone.send))
    assert gone.sent == []
