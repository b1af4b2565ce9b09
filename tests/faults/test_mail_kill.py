"""kill -9 in the middle of an import and of a send: nothing lost, nothing doubled inside, and at
most one duplicate on the wire a kill, under the same Message-ID."""

import json
import sys
from collections import Counter

import pytest

from rapport.engine.mail import parse
from tests.faults.mail_processes import BEGIN, killed_after, moments, prepare, run
from tests.inbox.conftest import written
from tests.inbox.smtp_server import SmtpServer

pytestmark = pytest.mark.slow
KILLS = 20
MAILS = 1500
LETTERS = 60

COUNT = """
with open_workspace(Workspace.objects.get(slug="w").pk):
    import json
    print(json.dumps([RawMail.objects.count(), Message.objects.count(),
        RawMail.objects.filter(outcome="waiting").count(),
        Message.objects.values("raw").distinct().count(),
        Conversation.objects.exclude(messages=None).distinct().count(),
        Conversation.objects.count()]))
"""

QUEUE = """
from rapport.accounts.models import Member, User
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
w = Workspace.objects.get(slug="w")
with open_workspace(w.pk):
    user = User.objects.create_user("a@fernhill.example", None, name="A")
    by = Member.objects.create(workspace=w, user=user, role="member", joined_at=now())
    Mailbox.objects.create(workspace=w, address="studio@fernhill.example", name="S",
        smtp_host="127.0.0.1", smtp_port={port}, smtp_security="none", created_at=now())
    for n in range({count}):
        writing.begin(w, letter=Letter("x", to=(("", f"c{{n}}@client.example"),), subject=f"{{n}}"),
            by=by, at=now() - timedelta(minutes=1))
"""

SEND = """
from rapport.inbox import tasks
from rapport.inbox.operations import sending
sending.LEASE = timedelta(seconds=1)
import time
while Dispatch.everywhere.exclude(state="sent").exists():
    tasks.sweep_outbox()
    time.sleep(0.1)
"""


def test_an_import_that_is_killed_twenty_times_loses_and_doubles_nothing(tmp_path):
    archive, home = tmp_path / "mail", tmp_path / "home"
    archive.mkdir()
    for n in range(MAILS):
        parent = {"In_Reply_To": f"<{n - 1}@x.example>"} if n % 3 else {}
        (archive / f"{n:05}.eml").write_bytes(written(message_id=f"<{n}@x.example>", **parent))
    prepare(home)
    command = [sys.executable, "-m", "rapport.cli.main", "import", "mail", str(archive),
               "--workspace", "w"]  # fmt: skip
    for seconds in moments(KILLS, 1.2, 4.0):
        killed_after(home, command, seconds)
    assert killed_after(home, command, 300) == 0
    raws, messages, waiting, distinct, filled, conversations = json.loads(run(home, COUNT))
    assert (raws, messages, waiting, distinct) == (MAILS, MAILS, 0, MAILS)
    assert filled == conversations == MAILS // 3


def test_a_send_that_is_killed_twenty_times_loses_nothing(tmp_path):
    home = tmp_path / "home"
    prepare(home)
    with SmtpServer() as server:
        run(home, QUEUE.format(port=server.port, count=LETTERS))

        command = [sys.executable, "-c", BEGIN + SEND]
        kills = sum(
            killed_after(home, command, seconds) is None for seconds in moments(KILLS, 1.0, 2.0)
        )
        killed_after(home, command, 120)
        got = Counter(parse(content).message_id for _, _, content in server.stored)
    people = {recipients[0] for _, recipients, _ in server.stored}
    doubled = sum(got.values()) - len(got)
    print(f"{kills} kills, {len(got)} mails, {doubled} duplicates on the wire")
    assert len(people) == len(got) == LETTERS
    assert doubled <= kills
