"""Mail that comes in by IMAP, from a real server, and what must be true of it afterwards."""

import os
from collections import Counter

from tests.faults.reckoning import count, rows
from tests.inbox.conftest import written
from tests.inbox.imap_server import ImapServer
from tests.living import Home
from tests.mailworld.dovecot import PASSWORD, Dovecot

READ = """
from django.utils.timezone import now
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import secrets
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
with open_workspace(workspace.pk):
    box, _ = Mailbox.objects.get_or_create(workspace=workspace, address="studio@fernhill.example",
        defaults={{"name": "Fernhill", "created_at": now()}})
    box.imap_host, box.imap_port, box.imap_security = "127.0.0.1", {port}, "none"
    box.username, box.smtp_without_sign_in = "studio", True
    secrets.keep_password(box, {password!r})
    box.save()
"""
WITHOUT = """inbox_rawmail r where outcome = 'delivered'
    and not exists (select 1 from inbox_message m where m.raw_id = r.id)"""
EACH = 3


def listens(home: Home, server: Dovecot | ImapServer) -> None:
    """The workspace reads its mail from this server."""
    home.python(READ.format(port=server.port, password=PASSWORD))


def mail(n: int) -> bytes:
    """The mail of this number; every third opens a conversation, the others answer theirs."""
    parent = {"In_Reply_To": f"<in{n - 1}@client.example>"} if n % EACH else {}
    return written(message_id=f"<in{n}@client.example>", **parent)


def drop(server: Dovecot, numbers: range) -> None:
    """Deliver mails as a mail server does."""
    box = server.boxes / "studio"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True, exist_ok=True)
    for n in numbers:
        path = box / "tmp" / f"17{n:08}.M{n}.here"
        path.write_bytes(mail(n))
        os.chown(path, server.uid, server.gid)
        path.rename(box / "new" / path.name)
    for path in (box, *box.iterdir()):
        os.chown(path, server.uid, server.gid)


def nothing_is_lost_or_doubled(home: Home, mails: int) -> None:
    """Each mail is here once: raw, with one outcome, in the conversation it belongs to."""
    assert rows(home, "select outcome, count(*) from inbox_rawmail group by 1") == [
        ("delivered", mails)
    ]
    assert count(home, WITHOUT) == 0
    ids = Counter(pk for (pk,) in rows(home, "select message_id from inbox_message where raw_id"))
    assert len(ids) == sum(ids.values()) == mails
    told = "events_event where verb = 'message.received'"
    assert count(home, told) == mails, "told once each"
    ask = "select count(distinct conversation_id) from inbox_message where raw_id"
    assert rows(home, ask) == [(mails // EACH,)]
