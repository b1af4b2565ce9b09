"""A mail that its server will not hand over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.events.models import Event
from rapport.inbox.models import Mailbox, Message, StuckMail
from rapport.inbox.operations import fetching, stuck
from rapport.notifications.models import Notification
from tests.inbox.conftest import written
from tests.inbox.test_fetching import server as server  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.django_db


def url(name, **kwargs):
    return reverse(name, kwargs={"slug": "fernhill", **kwargs})


def make_due():
    StuckMail.objects.update(next_try_at=now() - timedelta(seconds=1))


def look(mailbox, times=1):
    for _ in range(times):
        mailbox.refresh_from_db()
        fetching.fetch(mailbox)
    mailbox.refresh_from_db()


def test_a_refused_mail_does_not_stop_those_behind_it(server, mailbox):
    server.mails = {uid: written() for uid in (1, 2, 3)}
    server.refused = {2}
    look(mailbox)
    assert Message.objects.count() == 2 and mailbox.last_uid == 3 and not mailbox.last_error
    one = StuckMail.objects.get()
    assert one.uid == 2 and "Internal error occurred" in one.last_error


def test_a_mail_over_which_the_connection_dies_does_not_stop_those_behind_it(server, mailbox):
    server.mails = {uid: written() for uid in (1, 2, 3)}
    server.deadly = {2}
    look(mailbox)
    assert Message.objects.count() == 2 and mailbox.last_uid == 3 and not mailbox.last_error
    assert StuckMail.objects.get().tries == stuck.BLOCKS_UNTIL


def test_a_stuck_mail_comes_in_when_the_server_can_again(server, mailbox):
    server.mails = {1: written(), 2: written()}
    server.refused = {1}
    look(mailbox)
    server.refused = set()
    look(mailbox)
    assert Message.objects.count() == 1, "it is not yet its time"
    make_due()
    look(mailbox)
    assert Message.objects.count() == 2 and not StuckMail.objects.exists()
    assert mailbox.last_uid == 2


def test_after_the_last_try_it_is_given_up_and_said_once(server, mailbox, admin, run_jobs):
    server.mails = {1: written()}
    server.deadly = {1}
    for _ in range(stuck.MOST_TRIES + 3):
        make_due()
        look(mailbox)
    one = StuckMail.objects.get()
    assert one.tries == stuck.MOST_TRIES and one.given_up_at is not None
    assert Event.objects.filter(verb="mail.stuck").count() == 1
    run_jobs()
    assert Notification.objects.filter(member=admin, subject_kind="inbox.stuckmail").count() == 1


def test_the_pauses_grow(server, mailbox):
    server.mails = {1: written()}
    server.refused = {1}
    look(mailbox)
    pauses = []
    for _ in range(3):
        one = StuckMail.objects.get()
        pauses.append(one.next_try_at - one.last_tried_at)
        make_due()
        look(mailbox)
    assert pauses == sorted(pauses) and pauses[0] < pauses[-1]


def test_the_quarantine_shows_it_and_a_person_has_it_tried_again(
    server, mailbox, browse, manager, run_jobs
):
    server.mails = {7: written()}
    server.refused = {7}
    look(mailbox)
    StuckMail.objects.update(tries=stuck.MOST_TRIES, given_up_at=now())
    page = browse(manager).get(url("inbox.quarantine")).text
    assert "The mail server could not hand over a message" in page
    assert "UID 7" in page and "6 tries" in page and "Internal error occurred" in page
    server.refused = set()
    browse(manager).post(url("inbox.ask_again", pk=StuckMail.objects.get().pk))
    run_jobs()
    assert Message.objects.count() == 1 and not StuckMail.objects.exists()


def test_whoever_may_not_handle_mail_does_not_have_it_tried_again(server, mailbox, browse, member):
    server.mails = {7: written()}
    server.refused = {7}
    look(mailbox)
    asked = browse(member).post(url("inbox.ask_again", pk=StuckMail.objects.get().pk))
    assert asked.status_code in (403, 404)


def test_a_server_that_hands_over_nothing_is_not_walked_through(server, mailbox):
    server.mails = {uid: written() for uid in range(1, 60)}
    server.refused = set(server.mails)
    look(mailbox)
    assert mailbox.last_uid < 30 and "hands over none" in mailbox.last_error


def test_when_the_server_numbers_anew_nothing_old_is_asked_for(server, mailbox):
    server.mails = {1: written()}
    server.refused = {1}
    look(mailbox)
    server.validity, server.refused = 8, set()
    look(mailbox)
    assert Message.objects.count() == 1 and not StuckMail.objects.exists()
    assert Mailbox.objects.get().last_uid == 1
