"""`rapport mail explain`: one message, or the messages of an mbox, as JSON of a stated form."""

import argparse
import json
from pathlib import Path

import jsonschema
import pytest

from rapport.cli import mail as command
from rapport.inbox import sources

from .build import mail, multipart

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/schemas/mail-explain.schema.json").read_text()
)
FROM = b"From ann@example.com Mon Mar  2 10:00:00 2026\n"


@pytest.fixture
def explain(capsys):
    def run(*words):
        parser = argparse.ArgumentParser()
        command.add_parser(parser.add_subparsers())
        arguments = parser.parse_args(["mail", "explain", *map(str, words)])
        status = arguments.run(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return run


def explained(explain, *words):
    status, out, _ = explain(*words, "--json")
    assert status == 0
    document = json.loads(out)
    jsonschema.validate(document, SCHEMA)
    return document


def test_a_message_is_one_object_of_the_documented_form(explain, tmp_path):
    file = tmp_path / "a.eml"
    file.write_bytes(multipart("\nGrüße", "Content-Type: image/png; name=a.png\n\npng"))
    document = explained(explain, file)
    assert document["outcome"] == "delivered"
    assert document["from"] == [{"name": "Ann", "email": "ann@example.com"}]
    assert document["date"] == "2026-03-02T09:00:00+00:00"
    assert document["text"] == "Grüße"
    assert [(one["name"], one["size"]) for one in document["attachments"]] == [("a.png", 3)]


def test_an_mbox_of_several_is_a_list_and_one_can_be_chosen(explain, tmp_path):
    file = tmp_path / "box"
    file.write_bytes(FROM + mail(Subject="1") + b"\n" + FROM + mail(Subject="2"))
    assert [one["subject"] for one in explained(explain, file)] == ["1", "2"]
    assert explained(explain, file, "--nth", 2)["subject"] == "2"


def test_an_mbox_of_one_is_an_object(explain, tmp_path):
    file = tmp_path / "box"
    file.write_bytes(FROM + mail())
    assert explained(explain, file)["subject"] == "Hello"


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", "refused: empty"),
        (b"\xff\xd8\xff\xe0", "refused: not-mail"),
        (b"X-A: b\n" * 1_100, "quarantined: headers"),
    ],
)
def test_what_cannot_be_read_still_has_its_outcome(explain, tmp_path, content, outcome):
    file = tmp_path / "a.eml"
    file.write_bytes(content)
    assert explained(explain, file)["outcome"] == outcome


NO_MAIL = {
    "data.csv": "name,start\na,2026-01-01\n",
    "code.py": "import os\nprint('hi')\n",
    "page.html": "<!DOCTYPE html><html><body>hi</body></html>",
    "cal.ics": "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n",
    "card.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD\n",
    "notes.txt": "To do: buy milk\nNote: hi\n\nrest\n",
    "empty": "",
}
MAIL = {
    "no suffix": mail().decode(),
    "saved.txt": mail().decode(),
    "letter.eml": "Only a line of text\n",
    "1.emlx": f"{len(mail())}\n{mail().decode()}<?xml version='1.0'?>\n<plist/>\n",
    "box": FROM.decode() + mail().decode(),
    "cur/1:2,S": "Only a line of text\n",
}


@pytest.mark.parametrize("name", [*NO_MAIL, *MAIL])
def test_what_is_no_mail_to_the_import_is_none_here(explain, tmp_path, name):
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    file = tmp_path / name
    file.write_text({**NO_MAIL, **MAIL}[name])
    [imported] = sources.messages(tmp_path)
    outcome = explained(explain, file)["outcome"]
    assert outcome == (f"refused: {imported.refusal}" if imported.refusal else "delivered")
    assert bool(imported.refusal) == (name in NO_MAIL)


def test_the_flags_of_apple_mail_are_not_in_the_letter(explain, tmp_path):
    file = tmp_path / "1.emlx"
    file.write_text(MAIL["1.emlx"])
    assert explained(explain, file)["text"] == "Hello\n"


def test_a_summary_is_for_people(explain, tmp_path):
    file = tmp_path / "a.eml"
    file.write_bytes(mail("Tuesday.\n\nOn 1.3.2026 Bo <bo@example.com> wrote:\n> When?\n"))
    _, out, _ = explain(file)
    assert "Ann <ann@example.com>" in out
    assert out.rstrip().endswith("Tuesday.")


@pytest.mark.parametrize("name", ["missing", "."])
def test_a_wrong_path_is_one_sentence_and_status_2(explain, tmp_path, name):
    status, out, err = explain(tmp_path / name, "--json")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
