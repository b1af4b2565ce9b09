"""Looking into a mailbox."""

import contextlib
import sys
from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, OperationalError
from django.urls import reverse
from django.utils.timezone import now

from rapport.events.models import Event
from rapport.inbox import imap, parser, tasks
from rapport.inbox.models import Conversation, Mailbox, Message, RawMail
from rapport.inbox.operations import fetching, filing, intake, mailboxes, secrets
from tests.conftest import NOW
from tests.inbox.conftest import written
from tests.inbox.imap_server import ImapServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(mailbox, settings):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    with ImapServer() as running:
        mailbox.imap_port = running.port
        secrets.keep_password(mailbox, running.password)
        mailbox.save()
        yield running


def test_new_mail_comes_in_once(server, mailbox, contact):
    server.mails = {4: written(), 9: written(sender="b@x.example")}
    assert fetching.fetch(mailbox) == 2
    assert fetching.fetch(mailbox) == 0
    assert Message.objects.count() == 2 and server.fetched == [4, 9]
    assert Mailbox.objects.get().last_uid == 9
    assert Event.objects.filter(verb="message.received").count() == 2


def test_nothing_is_changed_on_the_server(server, mailbox):
    server.mails = {1: written()}
    fetching.fetch(mailbox)
    words = {command.split()[0].upper() for command in server.commands}
    assert "STORE" not in words and "EXPUNGE" not in words
    assert not any("STORE" in command.upper() for command in server.commands)


def test_what_was_there_before_the_mailbox_was_added_is_history(server, mailbox, contact):
    server.arrived = "01-Mar-2026 10:00:00 +0000"
    server.mails = {1: written()}
    fetching.fetch(mailbox)
    assert Conversation.objects.get().is_history
    assert not Event.objects.filter(verb="message.received").exists()


def test_a_first_look_that_breaks_off_makes_no_news_of_what_was_there_before(
    server, mailbox, contact, settings
):
    server.arrived = "01-Mar-2026 10:00:00 +0000"
    server.mails = {uid: written() for uid in range(1, 9)}
    server.deadly = {3, 4}
    fetching.fetch(mailbox)
    server.deadly = set()
    fetching.fetch(Mailbox.objects.get())
    assert Message.objects.count() == 7
    assert not Event.objects.filter(verb="message.received").exists()


def test_what_comes_in_the_second_in_which_the_mailbox_was_added_is_news(server, mailbox, contact):
    mailbox.created_at = NOW.replace(microsecond=500_000)
    server.arrived = f"{NOW:%d-%b-%Y %H:%M:%S} +0000"
    server.mails = {1: written()}
    fetching.fetch(mailbox)
    assert not Conversation.objects.get().is_history


def test_m1_a_connection_dropped_in_the_middle_of_a_mail_goes_on_at_the_same_mail(server, mailbox):
    server.mails = {uid: written() for uid in (1, 2, 3)}
    server.faults = {2: "drop"}
    assert fetching.fetch(mailbox) == 3
    assert server.fetched == [1, 2, 2, 3]
    mailbox.refresh_from_db()
    assert mailbox.last_uid == Message.objects.count() == 3 and not mailbox.last_error


def test_m1_a_server_that_drops_every_mail_is_not_dialled_over_and_over(server, mailbox):
    server.mails = {uid: written() for uid in range(1, 30)}
    server.deadly = set(server.mails)
    assert fetching.fetch(mailbox) == 0
    mailbox.refresh_from_db()
    assert mailbox.last_uid < 2 and "broke off" in mailbox.last_error
    assert sum("LOGIN" in command for command in server.commands) == 2


def test_m2_a_mail_that_is_announced_longer_than_it_is_costs_one_deadline(
    server, mailbox, monkeypatch
):
    monkeypatch.setattr(imap, "TIMEOUT", 0.2)
    server.mails = {uid: written() for uid in (1, 2, 3)}
    server.faults = {2: "short"}
    assert fetching.fetch(mailbox) == 3 and server.fetched == [1, 2, 2, 3]


def test_m2_a_server_may_think_before_it_begins_a_mail(server, mailbox, monkeypatch):
    monkeypatch.setattr(imap, "TIMEOUT", 0.2)
    server.mails, server.thinks = {1: written()}, 0.4
    assert fetching.fetch(mailbox) == 1 and server.fetched == [1]


def test_m3_of_two_who_look_at_once_one_asks_for_each_mail(server, mailbox, monkeypatch):
    server.mails = {uid: written() for uid in range(1, 7)}
    read, other = parser.parse, Mailbox.objects.get()

    def while_another_looks(raw):
        monkeypatch.setattr(parser, "parse", read)
        fetching.fetch(other)
        return read(raw)

    monkeypatch.setattr(parser, "parse", while_another_looks)
    fetching.fetch(mailbox)
    # Both may have been at the first one.
    assert server.fetched[-6:] == [1, 2, 3, 4, 5, 6] and len(server.fetched) <= 7
    assert Message.objects.count() == 6


def test_m3_two_answers_about_one_mail_are_one_mail(server, mailbox):
    server.mails, server.says_twice = {1: written(), 2: written()}, True
    assert fetching.fetch(mailbox) == Message.objects.count() == 2


def test_m3_a_new_uidvalidity_brings_nothing_in_twice(server, mailbox, contact):
    server.mails = {1: written(), 2: written()}
    fetching.fetch(mailbox)
    server.validity = 8
    mailbox.refresh_from_db()
    fetching.fetch(mailbox)
    assert Message.objects.count() == 2
    assert RawMail.objects.filter(outcome="duplicate").count() == 2


def test_b12_a_mail_that_cannot_be_read_does_not_stop_those_behind_it(server, mailbox):
    server.mails = {1: b"From: a@b.c\r\n" * 40_000 + b"\r\nx", 2: written()}
    fetching.fetch(mailbox)
    outcomes = list(RawMail.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["quarantined", "delivered"]


@pytest.mark.parametrize("refusal", [DataError, IntegrityError])
def test_a_mail_that_the_database_will_never_take_does_not_stop_those_behind_it(
    server, mailbox, monkeypatch, refusal
):
    whole = filing.file

    def file(mail, *, at):
        if "unwelcome" in mail.parsed.text:
            raise refusal
        return whole(mail, at=at)

    monkeypatch.setattr(filing, "file", file)
    server.mails = {1: written(text="unwelcome"), 2: written()}
    for _ in range(intake.MOST_ATTEMPTS):
        fetching.fetch(mailbox)
        mailbox.refresh_from_db()
    assert [(raw.outcome, raw.reason) for raw in RawMail.objects.order_by("pk")] == [
        ("quarantined", "crash"),
        ("delivered", ""),
    ]


def test_a_database_that_is_full_lets_the_mail_wait(server, mailbox, monkeypatch):
    def file(mail, *, at):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(filing, "file", file)
    server.mails = {1: written()}
    for _ in range(intake.MOST_ATTEMPTS + 1):
        with contextlib.suppress(OperationalError):
            fetching.fetch(mailbox)
    monkeypatch.undo()
    fetching.fetch(mailbox)
    assert RawMail.objects.get().outcome == "delivered"


def test_a_wrong_password_is_said_in_a_sentence(server, mailbox):
    secrets.keep_password(mailbox, "wrong")
    mailbox.save()
    fetching.fetch(mailbox)
    mailbox.refresh_from_db()
    assert "did not accept the user name and password" in mailbox.last_error
    fetching.fetch(mailbox)
    assert Event.objects.filter(verb="mailbox.failed").count() == 1
    tried = mailboxes.try_out(mailbox, at=NOW)
    assert "did not accept" in tried.imap and not tried.works


def test_it_says_works_only_after_a_look_with_what_is_saved(server, mailbox, browse, admin):
    def states():
        page = browse(admin).get(reverse("inbox.mailboxes", args=["fernhill"])).text
        words = ("works", "needs attention", "not looked into yet", "not since it was saved")
        return {word for word in words if word in page}

    fetching.fetch(mailbox)
    assert states() == {"works"}
    stale = Mailbox.objects.get()
    mailbox.refresh_from_db()
    mailboxes.save(mailbox, password="wrong", by=admin, at=now())
    fetching.fetch(stale)  # begun before
    assert states() == {"not looked into yet", "not since it was saved"}
    fetching.fetch(mailbox)
    assert states() == {"needs attention", "not since it was saved"}
    mailboxes.save(mailbox, password=server.password, by=admin, at=now())
    fetching.fetch(mailbox)
    assert states() == {"works"}


def test_a_look_that_failed_does_not_count_as_the_last_that_went_well(server, mailbox, settings):
    fetching.fetch(mailbox)
    went_well = Mailbox.objects.get().last_checked_at
    settings.INTERNAL_HOSTS = []
    fetching.fetch(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.last_error and mailbox.last_checked_at == went_well


def test_only_known_clients_are_looked_at_where_that_was_chosen(server, mailbox, contact):
    mailbox.known_clients_only = True
    mailbox.save()
    server.mails = {1: written(sender="private@family.example"), 2: written()}
    fetching.fetch(mailbox)
    assert server.fetched == [2]
    assert Message.objects.get().contact == contact
    assert Mailbox.objects.get().last_uid == 2


def test_d01_a_mailbox_inside_the_network_is_not_asked(server, mailbox, settings):
    settings.INTERNAL_HOSTS = []
    fetching.fetch(mailbox)
    mailbox.refresh_from_db()
    assert "inside the network" in mailbox.last_error and server.commands == []


def test_a_server_that_tells_when_mail_comes_is_waited_for(server, mailbox):
    with imap.session(secrets.imap(mailbox, at=NOW), "INBOX") as session:
        assert session.can_idle and session.wait(5)


def test_a_paused_mailbox_is_left_alone(mailbox, admin):
    mailboxes.set_paused(mailbox, paused=True, by=admin, at=NOW + timedelta(minutes=1))
    assert not Mailbox.objects.fetching().exists()


def test_what_a_dead_process_left_unread_comes_before_what_is_new(
    server, mailbox, contact, monkeypatch
):
    first, second, third = "<1@client.example>", "<2@client.example>", "<3@client.example>"
    server.mails = {1: written(message_id=first)}
    fetching.fetch(mailbox)
    server.mails[2] = written(message_id=second, In_Reply_To=first)
    with monkeypatch.context() as dying, pytest.raises(SystemExit):
        dying.setattr(fetching.intake, "settle", lambda *_, **__: sys.exit())
        fetching.fetch(mailbox)
    server.mails[3] = written(message_id=third, In_Reply_To=second)
    fetching.fetch(Mailbox.objects.get())
    assert Conversation.objects.get().messages.count() == 3


def test_what_was_left_unread_is_read_even_if_nobody_looks(workspace, mailbox, contact):
    question = "<1@client.example>"
    answer = written(sender="boss@elsewhere.example", In_Reply_To=question)
    mails = enumerate([written(message_id=question), answer])
    left = [intake.Arrival(f"left/{n}", raw, "imap", mailbox) for n, raw in mails]
    intake.store_raw(left, workspace=workspace, at=NOW)
    [fresh] = intake.store_raw(
        [intake.Arrival("fresh", written(), "imap", mailbox)], workspace=workspace, at=now()
    )
    tasks.settle_waiting()
    assert Conversation.objects.get().messages.count() == 2
    assert RawMail.objects.get(outcome="waiting") == fresh, "its own process is still at it"


@pytest.mark.parametrize("comes", ["fresh", "stale"])
def test_two_who_look_at_once_read_a_question_before_its_answer(
    comes, server, mailbox, contact, monkeypatch
):
    question, read = "<1@client.example>", parser.parse
    answer = written(sender="boss@elsewhere.example", In_Reply_To=question)
    server.mails = {1: written(message_id=question), 2: answer}
    stale = Mailbox.objects.get()

    def while_another_looks(raw):
        monkeypatch.setattr(parser, "parse", read)
        fetching.fetch(stale if comes == "stale" else Mailbox.objects.get())
        return read(raw)

    monkeypatch.setattr(parser, "parse", while_another_looks)
    fetching.fetch(mailbox)
    assert Conversation.objects.get().messages.count() == Message.objects.count() == 2
