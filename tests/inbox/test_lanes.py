"""A slow mail server keeps nobody else waiting; several mails go over one connection; no provider
is hurried."""

import threading
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.events.models import Event
from rapport.inbox import smtp, tasks
from rapport.inbox.lanes import Lanes
from rapport.inbox.models import Dispatch, Mailbox
from rapport.inbox.operations import fetching, holding, sending, writing
from rapport.inbox.operations.letters import Letter
from rapport.inbox.servers import Server
from tests.inbox.smtp_server import SmtpServer


@pytest.fixture
def server(mailbox, settings):
    settings.INTERNAL_HOSTS = ["127.0.0.0/8"]
    with SmtpServer() as running:
        Mailbox.objects.filter(pk=mailbox.pk).update(smtp_port=running.port)
        yield running


@pytest.fixture
def letters(workspace, mailbox, member):
    def write(count: int, minutes: float = 1) -> None:
        for n in range(count):
            letter = Letter("Hello", to=(("", f"p{n}@client.example"),), subject=f"No {n}")
            then = now() - timedelta(minutes=minutes)
            writing.begin(workspace, letter=letter, by=member, at=then)

    return write


def states() -> list[str]:
    return list(Dispatch.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_slow_lane_keeps_no_other_waiting():
    lanes, slow, done = Lanes(), threading.Event(), threading.Event()
    lanes.open()
    lanes.put("slow", 1, lambda: slow.wait(10) and None)
    lanes.put("quick", 1, done.set)
    assert done.wait(5) and not slow.is_set()
    slow.set()
    lanes.close()


@pytest.mark.django_db(transaction=True)
def test_in_a_lane_one_thing_comes_after_the_other_and_nothing_twice():
    lanes, go, done = Lanes(most=1), threading.Event(), []
    lanes.open()
    lanes.put("a", 0, lambda: go.wait(10) and None)
    for n in (1, 2, 1, 3):
        lanes.put("a", n, lambda n=n: done.append(n))
    lanes.put("b", 1, lambda: done.append("b"))
    lanes.put("a", 4, lambda: 1 / 0)
    ended = threading.Event()
    lanes.put("b", 2, ended.set)
    go.set()
    assert ended.wait(5)
    lanes.close()
    assert done == [1, 2, 3, "b"]


def test_who_is_told_to_stop_begins_nothing_more():
    lanes, go, done = Lanes(), threading.Event(), []
    lanes.open()
    lanes.put("a", 0, lambda: go.wait(10) and None)
    lanes.put("a", 1, lambda: done.append(1))
    lanes.stop()
    lanes.put("b", 1, lambda: done.append(2))
    threading.Timer(0.1, go.set).start()
    lanes.close()
    assert done == []


@pytest.mark.django_db
def test_what_waits_goes_over_one_connection(server, letters):
    letters(5)
    tasks.sweep_outbox()
    assert states() == ["sent"] * 5 and len(server.stored) == 5
    assert server.connections == 1


def test_a_connection_that_is_gone_is_made_anew(settings):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    with SmtpServer() as running, smtp.Line() as line:
        where = Server("127.0.0.1", running.port, "none")
        for fate in ("stays", "breaks", "is back"):
            running.drop_after_data = int(fate == "breaks")
            handed = line.send(
                where, sender="a@x.example", recipients=["b@x.example"], content=b"x"
            )
            assert bool(handed.said) == (fate != "breaks")
        assert len(running.stored) == 3 and running.connections == 2


def test_no_more_leaves_in_a_minute_than_the_provider_bears(server, letters, settings):
    settings.MAILS_A_MINUTE = 3
    letters(5)
    tasks.sweep_outbox()
    assert 3 <= len(server.stored) < 5, "a minute may have begun in between"


def test_what_waits_for_its_turn_uses_up_nobody_elses(server, letters, member, settings):
    settings.MAILS_A_MINUTE = 3
    server.answers["p0@client.example"] = ["450 greylisted"]
    letters(1)
    talk, to = Dispatch.objects.get().message.conversation, (("", "p0@client.example"),)
    for _ in range(5):
        then = now() - timedelta(minutes=1)
        writing.reply(talk, letter=Letter("And this", to=to), by=member, at=then)
    tasks.sweep_outbox()
    letters(1)
    tasks.sweep_outbox()
    assert states() == ["waiting"] * 6 + ["sent"]


def test_s2_a_server_that_is_down_is_asked_every_ten_minutes_at_least(mailbox, letters, settings):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    letters(2)
    at = now()
    for _ in range(9):
        mail = Dispatch.objects.order_by("pk").first()
        sending.deliver(mail, at=at)
        at = Dispatch.objects.order_by("pk").first().not_before
    pauses = {mail.not_before for mail in Dispatch.objects.all()}
    assert len(pauses) == 1, "the others wait as long"
    mail.refresh_from_db()
    assert sending.deliver(mail, at=at) is False
    mail.refresh_from_db()
    assert mail.not_before - at == sending.LONGEST_PROBE


def test_s5_what_is_too_old_does_not_leave_and_its_author_hears_of_it(server, letters):
    letters(1, minutes=4 * 24 * 60 + 1)
    letters(1)
    tasks.sweep_outbox()
    assert states() == ["failed", "sent"] and len(server.stored) == 1
    assert "given up after four days" in Dispatch.objects.first().error
    assert Event.objects.filter(verb="message.failed").count() == 1


def test_s5_what_was_held_back_is_new_when_it_is_released(server, letters, workspace, admin):
    letters(1, minutes=5 * 24 * 60)
    holding.hold(workspace, by=admin, at=now())
    holding.release(workspace, by=admin, at=now())
    tasks.sweep_outbox()
    assert states() == ["sent"]


def test_a_mailbox_that_cannot_send_says_so_once_until_it_does(
    mailbox, letters, settings, browse, admin
):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    letters(2)
    for mail in Dispatch.objects.order_by("pk"):
        sending.deliver(mail, at=now() + timedelta(minutes=5))
    told = Event.objects.filter(verb="mailbox.failed")
    mailbox.refresh_from_db()
    assert told.count() == 1 and "could not be reached" in mailbox.trouble
    fetching.went_well(mailbox, at=now())
    page = browse(admin).get(reverse("inbox.mailboxes", args=["fernhill"])).content.decode()
    assert "does not send" in page, "a look that went well says nothing of it"
    with SmtpServer() as running:
        Mailbox.objects.update(smtp_port=running.port)
        sending.deliver(Dispatch.objects.first(), at=now() + timedelta(hours=5))
    assert Mailbox.objects.get().send_error == "" and told.count() == 1


def test_s2_a_server_that_asks_for_patience_is_no_trouble(server, letters):
    server.greeting = "421 too busy"
    letters(1)
    tasks.sweep_outbox()
    mail = Dispatch.objects.get()
    assert mail.state == "waiting" and "421 too busy" in mail.error
    assert Mailbox.objects.get().send_error == ""
