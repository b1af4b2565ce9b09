"""The worker killed outright, again and again, while a vendor sends: what was answered 200 stands
in a conversation once, however often it is sent."""

import json
import os
import random
import signal
import time
import urllib.request
from contextlib import suppress

import pytest

from tests.faults.conftest import KILLS
from tests.faults.reckoning import count, minutes_pass, rows, until
from tests.integrations import signing

pytestmark = pytest.mark.slow
A_ROUND, PEOPLE = 15, 7
CHANNEL = f"""
from django.utils.timezone import now
from rapport.channels.models import Channel
from rapport.channels.operations import accounts
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
with open_workspace(workspace.pk):
    channel = Channel(workspace=workspace, provider="webhook", name="Shop", created_at=now())
    accounts.keep(channel, {{"secret": "{signing.SECRET}"}})
    channel.save()
    print(channel.token)
"""
LATER = "channels_delivery where outcome = 'waiting'"


def send(url: str, number: int) -> int:
    """One message, as a vendor sends it."""
    who = {"address": f"p{number % PEOPLE}", "name": f"Person {number % PEOPLE}"}
    data = {"id": f"m{number}", "from": who, "text": f"Message {number}"}
    body = json.dumps({"type": "message.created", "data": data}).encode()
    hook = signing.standard(body, int(time.time()), key=f"k{number}")
    request = urllib.request.Request(url, body, dict(hook.headers))
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status


def kill_the_worker(server) -> int:
    """Whether there was one: its supervisor lets more time pass before it begins it anew."""
    below = server.descendants().items()
    found = [pid for pid, command in below if "rapport.cli worker" in command]
    for pid in found:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


def test_what_a_vendor_sent_is_neither_lost_nor_doubled(home):
    token = home.python(CHANNEL).split()[-1]
    chance, caught, killed, sent = random.Random(5), 0, 0, 0
    with home.serving("--workers", "1") as server:
        url = f"{server.url}/hooks/{token}/"
        for _ in range(KILLS):
            for _ in range(A_ROUND):
                assert send(url, sent) == 200
                sent += 1
            time.sleep(chance.uniform(0, 0.3))
            caught += count(home, LATER) > 0
            killed += kill_the_worker(server)
            # A vendor that heard no answer sends again.
            assert send(url, chance.randrange(sent)) == 200
        until(lambda: count(home, LATER) == 0, 240, lambda: minutes_pass(home))
    print(f"\n{killed} kills, {caught} looks while deliveries waited; {sent} sent")
    assert rows(home, "select outcome, count(*) from channels_delivery group by 1") == [
        ("filed", sent)
    ]
    assert count(home, "inbox_message") == sent
    assert count(home, "inbox_conversation") == PEOPLE
    assert caught and killed > 2
