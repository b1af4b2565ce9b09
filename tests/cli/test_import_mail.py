"""`rapport import mail` says what became of every message."""

import json
import os
import signal
from pathlib import Path

import pytest
from jsonschema import validate

from rapport.cli.main import main
from rapport.inbox.models import Conversation, Message, RawMail
from rapport.inbox.operations import imports, intake
from rapport.inbox.sandbox import process
from rapport.workspaces.scope import open_workspace

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "import-mail.schema.json"
MAIL = "From: ines@northwind.example\nMessage-ID: <{n}@x.example>\nSubject: Proof {n}\n\nHello\n"

# The first parser dies at the mail it is given.
KILLED = """
import os, runpy, sys
if not os.path.exists({died!r}):
    open({died!r}, "x").close()
    sys.stdin.buffer.read(5)
    os.kill(os.getpid(), 9)
runpy.run_module("rapport.inbox.sandbox.child", run_name="__main__")
"""


@pytest.fixture
def archive(transactional_db, make, tmp_path):
    """Two mails and a picture."""
    for n in (1, 2):
        (tmp_path / f"{n}.eml").write_text(MAIL.format(n=n))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4)
    return tmp_path


def run(archive, capsys, *options):
    assert main(["import", "mail", str(archive), "--workspace", "fernhill", *options]) == 0
    return capsys.readouterr().out


def test_json_counts_every_message_and_keeps_to_its_schema(archive, workspace, capsys):
    first = json.loads(run(archive, capsys, "--json"))
    validate(first, json.loads(SCHEMA.read_text()))
    assert (first["messages"], first["new"], first["outcomes"]) == (2, 2, {"delivered": 2})
    assert [refused["locator"].endswith("photo.jpg") for refused in first["refused"]] == [True]


def test_a_second_run_changes_nothing(archive, workspace, capsys):
    run(archive, capsys)
    again = json.loads(run(archive, capsys, "--json"))
    assert (again["messages"], again["new"]) == (2, 0)
    with open_workspace(workspace.pk):
        assert (Message.objects.count(), Conversation.objects.count()) == (2, 2)


def test_a_large_mail_is_kept_whole_and_read_anew_where_its_parser_was_killed(
    transactional_db, make, workspace, tmp_path, capsys, monkeypatch
):
    large, died = tmp_path / "large.eml", tmp_path / "died"
    large.write_bytes((MAIL.format(n=3) + "A line of the letter\n" * 50_000).encode())
    monkeypatch.setattr(process, "COMMAND", ("-c", KILLED.format(died=str(died))))
    assert json.loads(run(large, capsys, "--json"))["outcomes"] == {"delivered": 1}
    assert died.exists()
    with open_workspace(workspace.pk):
        assert RawMail.objects.get().bytes == large.read_bytes()
        assert "A line of the letter" in Message.objects.get().text


def test_sentences_name_what_is_no_mail(archive, workspace, capsys):
    said = run(archive, capsys)
    assert "photo.jpg (not-mail): It is no mail." in said
    assert "delivered: 2" in said and "2 messages (2 new)" in said


def test_an_unknown_workspace_is_said_and_nothing_changes(transactional_db, tmp_path, capsys):
    assert main(["import", "mail", str(tmp_path), "--workspace", "nowhere"]) == 1
    assert "There is no workspace called nowhere." in capsys.readouterr().err


@pytest.fixture
def hears_ctrl_c():
    """What runs in the background of a shell is born deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("times", [1, 2], ids=["after the group in hand", "at once"])
def test_stopping_says_how_many_messages_are_in(
    transactional_db, make, workspace, tmp_path, capsys, monkeypatch, hears_ctrl_c, times
):
    for n in range(35):
        (tmp_path / f"{n:02}.eml").write_text(MAIL.format(n=n))
    monkeypatch.setattr(imports, "GROUP", 10)
    settle, groups = intake.settle_group, []

    def settle_and_be_stopped(group, *, at):
        settle(group, at=at)
        groups.append(group)
        for _ in range(times if len(groups) == 2 else 0):
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(intake, "settle_group", settle_and_be_stopped)
    before = signal.getsignal(signal.SIGINT)
    assert main(["import", "mail", str(tmp_path), "--workspace", "fernhill"]) == 130
    assert signal.getsignal(signal.SIGINT) is before
    said = capsys.readouterr().err
    with open_workspace(workspace.pk):
        assert Message.objects.count() == 20
    assert ("Stopped. 20 messages are in; run it again to go on." in said) == (times == 1)
    assert ("Stopped. 10 messages or more are in; run it again to go on." in said) == (times == 2)
    monkeypatch.setattr(intake, "settle_group", settle)
    again = json.loads(run(tmp_path, capsys, "--json"))
    assert (again["messages"], again["new"]) == (35, 15)


def test_mails_of_any_size_are_kept_byte_for_byte(
    transactional_db, make, workspace, tmp_path, capsys
):
    mails = [
        MAIL.format(n=n) + "A line\n" * lines for n, lines in enumerate([0, 40_000, 1, 50_000])
    ]
    for n, mail in enumerate(mails):
        (tmp_path / f"{n}.eml").write_text(mail)
    run(tmp_path, capsys)
    with open_workspace(workspace.pk):
        kept = [(raw.bytes.decode(), raw.outcome) for raw in RawMail.objects.order_by("locator")]
    assert kept == [(mail, "delivered") for mail in mails]
