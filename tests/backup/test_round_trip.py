"""A backup made while people work, restored elsewhere."""

import fcntl
import sqlite3
import tarfile
import time
from contextlib import closing
from hashlib import sha256
from stat import S_IMODE

import pytest

from tests.backup.tables import rows
from tests.living import Home

WRITER = """
from django.utils.timezone import now
from django.db import transaction
from rapport.clients.models import Client
from rapport.events.actor import SYSTEM
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox.models import Attachment, Conversation, Message
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations.numbers import next_number
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
with open_workspace(workspace.pk):
    serial = 0
    while True:
        serial += 1
        with transaction.atomic():
            file = files.store(workspace, name=f"{serial}.txt", content=b"x%d" % serial * 999,
                               by=SYSTEM, at=now())
            talk = Conversation.objects.create(
                workspace=workspace, number=next_number(workspace, "conversation"),
                subject=f"talk {serial}", turn_since=now(), started_at=now(),
                last_message_at=now())
            message = Message.objects.create(
                workspace=workspace, conversation=talk, kind="in", text="hello",
                visible_text="hello", message_id=f"<{serial}@x>", written_at=now(),
                sent_at=now(), created_at=now())
            Attachment.objects.create(workspace=workspace, message=message, file=file)
        print(serial, flush=True)
"""


@pytest.fixture(scope="module")
def moved(lived_in, tmp_path_factory):
    """A backup made in the middle of writing, and the home it was restored into."""
    folder = tmp_path_factory.mktemp("moved")
    archive = folder / "rapport.tar.gz"
    stray = lived_in.folder / "files" / ".incoming-half"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"half an upload")
    writer = lived_in.begin(WRITER)
    try:
        while int(writer.stdout.readline()) < 30:
            pass
        made = lived_in.run("backup", str(archive))
        wrote = int(writer.stdout.readline())
        time.sleep(0.2)
    finally:
        writer.kill()
        writer.communicate()
    assert made.returncode == 0, made.stderr
    elsewhere = Home(folder / "elsewhere")
    done = elsewhere.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "Outgoing mail is held" in done.stdout
    assert wrote > 30
    return archive, elsewhere


def test_what_was_written_while_the_backup_ran_comes_back_whole(lived_in, moved):
    elsewhere = moved[1]
    before = rows(lived_in.folder / "rapport.sqlite3")
    after = rows(elsewhere.folder / "rapport.sqlite3")
    assert before.keys() == after.keys()
    assert {name: after[name] - before[name] for name in after if after[name] - before[name]} == {}
    talks = len(after["inbox_conversation"])
    assert 30 <= talks <= len(before["inbox_conversation"])
    assert talks == len(after["inbox_message"]) == len(after["inbox_attachment"])


def test_every_file_a_row_names_is_back_with_the_bytes_it_had(moved):
    elsewhere = moved[1]
    with closing(sqlite3.connect(elsewhere.folder / "rapport.sqlite3")) as database:
        named = {row[0] for row in database.execute("select sha256 from files_storedfile")}
    there = [path for path in (elsewhere.folder / "files").rglob("*") if path.is_file()]
    assert named <= {path.name for path in there}
    assert all(sha256(path.read_bytes()).hexdigest() == path.name for path in there)


def test_a_restored_system_holds_its_mail_and_forgets_old_reply_addresses(lived_in, moved):
    assert _epoch(lived_in) == (1, 0)
    assert _epoch(moved[1]) == (2, 1)


def test_the_secret_key_comes_back_and_only_its_owner_can_read_it(lived_in, moved):
    archive, elsewhere = moved
    key, old = elsewhere.folder / "secret.key", lived_in.folder / "secret.key"
    assert key.read_text() == old.read_text()
    assert S_IMODE(key.stat().st_mode) == S_IMODE(archive.stat().st_mode) == 0o600


def test_an_archive_holds_only_what_a_restore_takes(moved):
    with tarfile.open(moved[0]) as tar:
        names = tar.getnames()
    assert names[:3] == ["manifest.json", "database", "secret.key"]
    assert not any("incoming" in name for name in names)


def test_data_that_is_there_is_replaced_only_when_asked_and_then_kept_aside(lived_in, moved):
    archive, home = moved
    database = home.folder / "rapport.sqlite3"
    untouched = database.read_bytes()
    refused = home.run("restore", str(archive))
    assert refused.returncode == 2
    assert "nothing was changed" in refused.stderr
    assert database.read_bytes() == untouched

    assert home.run("restore", "--replace", str(archive)).returncode == 0
    aside = list(home.folder.glob("rapport.sqlite3.before-*"))
    assert untouched in [path.read_bytes() for path in aside]
    assert _epoch(home) == (2, 1)


def test_a_restore_waits_until_nobody_serves_from_there(moved):
    archive, home = moved
    database = (home.folder / "rapport.sqlite3").read_bytes()
    with (home.folder / "running.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        refused = home.run("restore", "--replace", str(archive))
    assert refused.returncode == 2
    assert "stop it first" in refused.stderr
    assert (home.folder / "rapport.sqlite3").read_bytes() == database


def test_a_backup_that_cannot_be_written_says_so(lived_in, tmp_path):
    made = lived_in.run("backup", str(tmp_path / "missing" / "rapport.tar.gz"))
    assert made.returncode == 1
    assert "No backup was made" in made.stderr


def _epoch(home: Home) -> tuple[int, int]:
    with closing(sqlite3.connect(home.folder / "rapport.sqlite3")) as database:
        ask = "select epoch, mail_held_at is not null from workspaces_workspace"
        return database.execute(ask).fetchone()
