"""Who else is at a conversation: told among staff who may see it, and ended by itself."""

import asyncio
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.inbox import live
from rapport.inbox.models import Presence
from rapport.inbox.operations import presence
from rapport.inbox.queries.presence import Doing, others_at, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(make, contact):
    return make.conversation(contact)


@pytest.fixture
def url(talk):
    return reverse("inbox.presence", kwargs={"slug": "fernhill", "number": talk.number})


def test_two_people_see_each_other_look_write_and_leave(browse, member, manager, url):
    mine, theirs = browse(member), browse(manager)
    assert mine.post(url, {"doing": "viewing"}).json() == {"people": []}
    seen = theirs.post(url, {"doing": "typing"}).json()["people"]
    assert seen == [{"said": f"{member.name} is looking at this", "doing": "viewing"}]
    seen = mine.get(url).json()["people"]
    assert seen == [{"said": f"{manager.name} is writing here", "doing": "typing"}]
    theirs.post(url, {"doing": "idle"})
    theirs.delete(url)
    assert mine.get(url).json() == {"people": []}


def test_what_nobody_renews_ends_by_itself(member, manager, talk):
    at = now()
    presence.note(talk, doing=Doing.TYPING, by=member, at=at)

    def after(seconds):
        found = others_at(talk, than=manager, at=at + timedelta(seconds=seconds))
        return [one.doing for one in found]

    assert [after(10), after(30), after(80)] == [[Doing.TYPING], [Doing.VIEWING], []]
    for minute in range(4):
        presence.note(talk, doing=Doing.IDLE, by=member, at=at + timedelta(minutes=minute))
    assert after(190) == [Doing.IDLE]
    presence.note(talk, doing=Doing.VIEWING, by=manager, at=at + timedelta(hours=2))
    assert Presence.objects.get().member == manager  # who never said good-bye is swept out


def test_only_who_may_see_the_conversation_is_told_or_counted(
    browse, make, guest, stranger, viewer, talk, url
):
    for outsider in (guest, stranger):
        assert browse(outsider).get(url).status_code == 404
        assert browse(outsider).post(url, {"doing": "typing"}).status_code == 404
    assert not Presence.objects.exists()
    listening = reverse("inbox.live", kwargs={"slug": "fernhill"}) + f"?conversation={talk.number}"
    assert browse(viewer).post(url, {"doing": "\x00"}).status_code == 200
    assert browse(viewer).get(listening).status_code == 204  # no stream without ASGI


def test_a_beat_writes_one_statement_and_asks_a_fixed_number(
    browse, make, member, talk, url, django_assert_num_queries
):
    browser = browse(member)
    browser.post(url)
    for _ in range(20):
        presence.note(talk, doing=Doing.VIEWING, by=make.member(), at=now())
    with django_assert_num_queries(6) as asked:
        assert len(browser.post(url).json()["people"]) == 20
    sent = [str(query["sql"]) for query in asked]
    assert sum(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in sent) == 1


def test_each_process_finds_out_for_itself(member, talk, monkeypatch):
    """What another process wrote is in the rows alone; the page is told once per change."""
    monkeypatch.setattr(live, "_off_loop", _at_once)
    watcher = live.Watcher()
    shown = live.Listener(talk.workspace_id, with_numbers=True, shows=(talk.pk, talk.number))
    elsewhere = live.Listener(talk.workspace_id, with_numbers=True)
    watcher.listeners = {shown, elsewhere}

    def told():
        # Asked outside the loop, on the connection that holds this test's rows.
        rows = states({talk.pk}, now())
        monkeypatch.setattr(live, "_present", lambda shown: rows)
        asyncio.run(watcher._look_around())
        return [listener.hints.qsize() for listener in (shown, elsewhere)]

    assert told() == [0, 0]
    presence.note(talk, doing=Doing.VIEWING, by=member, at=now())
    assert told() == told() == [1, 0]
    presence.note(talk, doing=Doing.TYPING, by=member, at=now())
    presence.leave(talk, by=member)
    assert told() == [2, 0]
    assert shown.hints.get_nowait() == f'{{"topic": "presence-{talk.number}"}}'


def test_a_thousand_open_pages_are_one_question(make, member, talk, django_assert_num_queries):
    presence.note(talk, doing=Doing.VIEWING, by=member, at=now())
    with django_assert_num_queries(1):
        found = states(range(talk.pk, talk.pk + 900), now())
    assert found == {talk.pk: frozenset({(member.pk, Doing.VIEWING)})}


def _at_once(question):
    async def asked(*values):
        return question(*values)

    return asked
