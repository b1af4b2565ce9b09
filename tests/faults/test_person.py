"""A person answers while processes die: what was acknowledged is there, what was not is sent again
by the same form, and neither doubles anything."""

import http.cookiejar
import os
import random
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import suppress

import pytest

from tests.faults.conftest import KILLS
from tests.faults.reckoning import count, minutes_pass, rows, until
from tests.living import Server

pytestmark = pytest.mark.slow

TALK = """
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
with open_workspace(workspace.pk):
    Mailbox.objects.create(workspace=workspace, address="studio@fernhill.example", name="Fernhill",
        smtp_host="127.0.0.1", smtp_port={port}, smtp_security="none", created_at=now())
    letter = Letter("Hello", to=(("", "ines@client.example"),), subject="Talk")
    begun = writing.begin(workspace, letter=letter, by=Member.objects.get(), at=now())
    print(begun.conversation.number)
"""


# What only these processes have on their command line.
COMMANDS = {"web": "rapport.cli.web", "worker": "rapport.cli worker"}


class Person:
    """A browser without a face: it signs in, and sends a form until it gets an answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies)

    def sign_in(self) -> None:
        page = self.get("/sign-in/")
        words = {"login": "olive@fernhill.example", "password": "correct horse battery"}
        self.post(
            "/sign-in/", {**words, "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
        )

    def get(self, path: str) -> str:
        with self.browser.open(self.url + path, timeout=10) as answer:
            return answer.read().decode()

    def post(self, path: str, form: dict[str, str]) -> int:
        request = urllib.request.Request(
            self.url + path, urllib.parse.urlencode(form).encode(), {"Referer": self.url + path}
        )
        with self.browser.open(request, timeout=10) as answer:
            return int(answer.status)

    def insist(self, path: str, form: dict[str, str], seconds: float = 60) -> int:
        """Send one form again and again, as somebody who presses the button once more."""
        until, tries = time.monotonic() + seconds, 0
        while True:
            tries += 1
            with suppress(OSError, urllib.error.URLError):
                assert self.post(path, form) == 200
                return tries
            assert time.monotonic() < until, "nobody answers"
            time.sleep(0.1)


def hidden(page: str, name: str) -> str:
    return re.search(f'name="{name}" value="([^"]+)"', page).group(1)


def victims(server: Server, kind: str) -> list[int]:
    """The web processes, the worker (which is the clock too), or the supervisor with them all."""
    below = server.descendants()
    if kind == "supervisor":
        return [server.process.pid]
    chosen = [pid for pid, command in below.items() if COMMANDS[kind] in command]
    assert chosen, (kind, below)
    return chosen


def kill_in_a_moment(pids: list[int], seconds: float) -> None:
    """From a process of its own, so that it strikes while the person's request is under way."""
    if os.fork() == 0:
        time.sleep(seconds)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os._exit(0)


@pytest.mark.parametrize("kind", ["web", "worker", "supervisor"])
def test_an_acknowledged_answer_is_neither_lost_nor_doubled(home, wire, kind):
    ledger, port = wire
    number = home.python(TALK.format(port=port)).strip()
    page = f"/w/fernhill/inbox/{number}/"
    chance = random.Random(7)
    tries = [answered_while_killed(home, kind, page, n, chance) for n in range(KILLS)]
    minutes_pass(home)
    with home.serving("--workers", "1"):
        until(lambda: left(home) == 0, 120, lambda: minutes_pass(home))
    said = Counter(texts(home))
    on_the_wire = Counter(ledger.ids)
    doubled = sum(on_the_wire.values()) - len(on_the_wire)
    print(f"\n{kind}: {KILLS} kills, {sum(tries)} tries, {doubled} doubled on the wire")
    assert said == Counter({"Hello": 1} | {f"Answer {n}": 1 for n in range(KILLS)})
    assert len(on_the_wire) == KILLS + 1, "each left under one Message-ID of its own"
    assert doubled <= KILLS


def answered_while_killed(home, kind: str, page: str, n: int, chance: random.Random) -> int:
    """One answer, sent until somebody says that it was taken; gives the number of tries."""
    with home.serving("--workers", "1") as server:
        person = Person(server.url)
        person.sign_in()
        shown = patiently(person, page)
        form = {
            "csrfmiddlewaretoken": hidden(shown, "csrfmiddlewaretoken"),
            "once": hidden(shown, "once"), "kind": "reply",
            "to": "ines@client.example", "text": f"Answer {n}",
        }  # fmt: skip
        kill_in_a_moment(victims(server, kind), chance.uniform(0, 0.12))
        if kind != "supervisor":
            return person.insist(f"{page}answer/", form)
        with suppress(OSError, urllib.error.URLError):
            person.post(f"{page}answer/", form)
        server.process.wait(20)
    with home.serving("--workers", "1") as again:
        person.url = again.url
        return 1 + person.insist(f"{page}answer/", form)


def patiently(person: Person, page: str) -> str:
    for _ in range(300):
        with suppress(OSError, urllib.error.URLError):
            return person.get(page)
        time.sleep(0.1)
    raise AssertionError("the page does not come back")


def left(home) -> int:
    return count(home, "inbox_dispatch where state != 'sent'")


def texts(home) -> list[str]:
    said = rows(home, "select text from inbox_message where kind = 'out'")
    return [text.strip() for (text,) in said]
