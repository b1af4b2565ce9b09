"""The receiver is killed outright between keeping a mail and saying so: nothing lost or doubled."""

import os
import random
import signal
import smtplib
import socket
import threading
import time
from contextlib import suppress

import pytest

from tests.faults.conftest import KILLS
from tests.faults.incoming import EACH, mail, nothing_is_lost_or_doubled
from tests.faults.postfix import Postfix
from tests.faults.reckoning import count, rows, until
from tests.living import free_port
from tests.services import absent

pytestmark = pytest.mark.slow

MAILS = 150
RECEIVE = """
from django.utils.timezone import now
from rapport.inbox.models import Mailbox
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
with open_workspace(workspace.pk):
    Mailbox.objects.create(workspace=workspace, address="studio@fernhill.example",
        name="Fernhill", arrives_by="direct", created_at=now())
"""
READ = """
from django.urls import get_resolver
get_resolver().url_patterns
from rapport.events.worker import Worker
from rapport.workspaces.scope import open_workspace
Worker(open_workspace).run_until_idle()
"""


class Sender(threading.Thread):
    """A mail server with a queue: what was not acknowledged it brings again."""

    def __init__(self, client: type[smtplib.SMTP], port: int) -> None:
        super().__init__(daemon=True)
        self.client, self.port = client, port
        self.acknowledged = self.again = 0
        self.may_stop = threading.Event()

    def run(self) -> None:
        while self.acknowledged % EACH or not self.may_stop.is_set():
            while not self._brought(self.acknowledged):
                self.again += 1
                time.sleep(0.1)
            self.acknowledged += 1

    def _brought(self, n: int) -> bool:
        with suppress(OSError, smtplib.SMTPException):
            with self.client("127.0.0.1", self.port, timeout=20) as server:
                server.sendmail("ines@northwind.example", ["studio@fernhill.example"], mail(n))
            return True
        return False


@pytest.mark.parametrize("client", [smtplib.LMTP, smtplib.SMTP])
def test_a_receiver_that_is_killed_again_and_again_loses_and_doubles_nothing(home, client):
    port, chance = free_port(), random.Random(5)
    listen = "RAPPORT_RECEIVE_LMTP" if client is smtplib.LMTP else "RAPPORT_RECEIVE_SMTP"
    home.environment |= {
        listen: f"127.0.0.1:{port}", "RAPPORT_RECEIVE_DOMAINS": "fernhill.example",
    }  # fmt: skip
    home.python(RECEIVE)
    sender = Sender(client, port)
    sender.start()
    for n in range(KILLS + 1):
        receiver = home.start("receive")
        assert until(lambda: is_up(port), 60)
        enough = sender.acknowledged + chance.randint(1, 8)
        assert until(lambda enough=enough: sender.acknowledged >= enough, 60)
        time.sleep(chance.uniform(0, 0.05))
        if n < KILLS:
            os.killpg(receiver.pid, signal.SIGKILL)
            receiver.wait()
    sender.may_stop.set()
    sender.join(60)
    receiver.terminate()
    assert receiver.wait(30) == 0
    print(f"{KILLS} kills, {sender.acknowledged} mails, {sender.again} tries again")
    home.python(READ)
    nothing_is_lost_or_doubled(home, sender.acknowledged)


def test_what_postfix_hands_over_comes_once_however_often_the_receiver_dies(home, tmp_path):
    if not Postfix.is_here():
        absent("Postfix (Debian: postfix), as root")
    port, chance = free_port(), random.Random(7)
    home.environment |= {
        "RAPPORT_RECEIVE_LMTP": f"127.0.0.1:{port}", "RAPPORT_RECEIVE_DOMAINS": "fernhill.example",
    }  # fmt: skip
    home.python(RECEIVE)
    with Postfix(tmp_path / "postfix", port) as postfix:
        with smtplib.SMTP("127.0.0.1", postfix.port, timeout=60) as client:
            for n in range(MAILS):
                client.sendmail("ines@northwind.example", ["studio@fernhill.example"], mail(n))
        kills = 0
        while postfix.waiting():
            receiver = home.start("receive")
            assert until(lambda: is_up(port), 60)
            before = count(home, "inbox_rawmail")
            some = before + chance.randint(5, 30)
            until(lambda some=some: count(home, "inbox_rawmail") >= some, 20)
            kills += postfix.waiting() > 0
            os.killpg(receiver.pid, signal.SIGKILL)
            receiver.wait()
    print(f"{kills} kills, {MAILS} mails through Postfix")
    assert kills >= 3
    home.python(READ)
    # Postfix hands over in no order, so of the conversations nothing is said.
    assert rows(home, "select outcome, count(*) from inbox_rawmail group by 1") == [
        ("delivered", MAILS)
    ]
    assert count(home, "(select distinct message_id from inbox_message where raw_id)") == MAILS
    assert count(home, "events_event where verb = 'message.received'") == MAILS


def is_up(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
