"""The live stream: hints without content, to those alone who may see the pages they are for."""

import asyncio
import json
from types import SimpleNamespace

import pytest
from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.events.models import Event
from rapport.inbox import live
from rapport.inbox.views.live import _still


def heard(allowed, monkeypatch) -> list[str]:
    """What a page gets of two events, asked for its right before each."""
    monkeypatch.setattr(live, "RIGHTS_HOLD_SECONDS", -1)
    monkeypatch.setattr(live, "_watcher", SimpleNamespace(add=adds, listeners=set()))

    async def listen():
        return [
            line async for line in live.stream(live.Listener(1, with_numbers=True), allowed=allowed)
        ]

    return asyncio.run(asyncio.wait_for(listen(), 5))


def adds(listener) -> None:
    for _ in range(2):
        listener.hints.put_nowait(json.dumps({"topic": "inbox"}))


def test_a05_a20_a_right_that_is_gone_ends_the_stream_before_the_next_hint(monkeypatch):
    answers = iter([True, False])
    lines = heard(lambda: next(answers), monkeypatch)
    assert lines == ["retry: 3000\n\n", 'data: {"topic": "inbox"}\n\n']


@pytest.fixture(autouse=True)
def _keeps_its_connection(monkeypatch):
    """The check runs in a thread of its own; here it shares the test's transaction."""
    monkeypatch.setattr("rapport.inbox.views.live.close_old_connections", lambda: None)


@pytest.mark.parametrize(
    "change", [{"deactivated_at": now()}, {"role": "viewer"}], ids=["deactivated", "other role"]
)
def test_a20_a_changed_member_may_not_listen_on(member, browse, change):
    key = browse(member).cookies["rapport_session"].value
    still = _still(member, key)
    assert still()
    Member.objects.filter(pk=member.pk).update(**change)
    assert not still()


def test_a20_an_ended_session_may_not_listen_on(member, browse):
    browser = browse(member)
    still = _still(member, browser.cookies["rapport_session"].value)
    browser.session.flush()
    assert not still()


def test_a05_a06_a_page_chooses_no_channel_and_hears_of_its_own_workspace_alone():
    ours, theirs = live.Listener(1, with_numbers=True), live.Listener(2, with_numbers=True)
    event = Event(verb="message.received", subject_kind="inbox.conversation", workspace_id=1,
                  facts={"number": 7, "secret": "words"})  # fmt: skip
    for listener in (ours, theirs):
        if listener.workspace_id == event.workspace_id:
            live._hint(listener, event)
    told = [ours.hints.get_nowait() for _ in range(ours.hints.qsize())]
    assert theirs.hints.empty() and "words" not in "".join(told)
