"""`rapport import mail` says what became of every message."""

import json
from pathlib import Path

import pytest
from jsonschema import validate

from rapport.cli.main import main
from rapport.inbox.models import Conversation, Message
from rapport.workspaces.scope import open_workspace

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "import-mail.schema.json"
MAIL = "From: ines@northwind.example\nMessage-ID: <{n}@x.example>\nSubject: Proof {n}\n\nHello\n"


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


def test_sentences_name_what_is_no_mail(archive, workspace, capsys):
    said = run(archive, capsys)
    assert "photo.jpg (not-mail): It is no mail." in said
    assert "delivered: 2" in said and "2 messages (2 new)" in said


def test_an_unknown_workspace_is_said_and_nothing_changes(transactional_db, tmp_path, capsys):
    assert main(["import", "mail", str(tmp_path), "--workspace", "nowhere"]) == 1
    assert "There is no workspace called nowhere." in capsys.readouterr().err
