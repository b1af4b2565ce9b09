"""A thread of its own looks into a mailbox and listens."""

import pytest

from rapport.inbox import idle, tasks
from rapport.inbox.models import Mailbox, Message
from rapport.inbox.operations import secrets
from tests.inbox.conftest import written
from tests.inbox.imap_server import ImapServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(mailbox, settings, monkeypatch):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(idle, "UNTOLD_SECONDS", 0.05)
    with ImapServer() as running:
        mailbox.imap_port = running.port
        secrets.keep_password(mailbox, running.password)
        mailbox.save()
        yield running


def test_where_the_server_does_not_tell_one_connection_is_one_look(server, mailbox):
    server.capabilities, server.mails = "IMAP4rev1", {1: written(), 2: written()}
    assert idle.look_and_hear(mailbox) == (idle.LOOK_SECONDS, 0)
    assert Message.objects.count() == 2 and server.connections == 1
    assert Mailbox.objects.get().last_checked_at


def test_a_change_of_the_mailbox_ends_the_listening(server, mailbox, monkeypatch):
    server.mails = {1: written()}
    paused = lambda *_, **__: Mailbox.objects.update(is_paused=True)  # noqa: E731
    monkeypatch.setattr(idle.fetching, "went_well", paused)
    assert idle.look_and_hear(mailbox) == (0.0, 0), "to be looked at anew, at once"
    assert Message.objects.count() == 1


def test_m2_who_hangs_up_is_called_again_soon_and_then_less_often(server, mailbox):
    server.hangs_up = True
    server.mails = {1: written()}
    pauses, failures = [], 0
    for _ in range(5):
        pause, failures = idle.look_and_hear(mailbox, failures)
        pauses.append(pause)
    assert pauses == [*idle.BACK_SECONDS, idle.LOOK_SECONDS, idle.LOOK_SECONDS]
    assert Message.objects.count() == 1 and not Mailbox.objects.get().last_error


def test_a_server_that_is_away_is_said_at_the_mailbox(mailbox, settings):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    assert idle.look_and_hear(mailbox) == (idle.BACK_SECONDS[0], 1)
    assert "could not be reached" in Mailbox.objects.get().last_error


def test_the_clock_leaves_a_mailbox_alone_that_has_a_thread(server, mailbox, monkeypatch):
    server.mails = {1: written()}
    monkeypatch.setattr(idle, "attended", lambda: [mailbox.pk])
    tasks.fetch_mailboxes()
    assert server.commands == []
