"""`rapport doctor` says what is wrong, and only that."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now
from jsonschema import validate

from rapport.cli import doctor
from rapport.cli.main import main
from rapport.events.actor import SYSTEM
from rapport.events.models import Event, Job
from rapport.events.operations import seals
from rapport.files import disk
from rapport.files.operations import files
from rapport.inbox.models import Mailbox, SystemMail
from rapport.lib import address

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "doctor.schema.json"


@pytest.fixture
def findings(make, contact):
    """What the doctor finds now, by what was looked at."""
    return lambda: {finding.what: finding for finding in doctor.examine()}


@pytest.fixture
def sealed(workspace):
    """A few sealed events."""
    earlier = now() - timedelta(hours=1)
    for number in range(3):
        Event.objects.create(
            workspace_id=workspace.pk, verb="case.closed", actor_kind="system",
            subject_kind="cases.case", subject_id=number + 1, facts={"number": number}, at=earlier,
        )  # fmt: skip
    return seals.seal(workspace.pk, at=now())


def test_a_healthy_system_has_nothing_wrong(findings, sealed):
    wrong = [finding for finding in findings().values() if not finding.ok]
    assert [finding.what for finding in wrong if finding.what not in ("disk",)] == []
    assert findings()["history"].says == "unbroken"


def test_a_changed_event_breaks_the_seal_over_it(findings, sealed):
    Event.objects.filter(subject_id=2).update(facts={"number": 99})
    assert not findings()["history"].ok
    assert str(sealed.pk) in findings()["history"].says


def test_a_removed_event_breaks_the_seal_over_it(findings, sealed):
    Event.objects.filter(subject_id=2).delete()
    assert not findings()["history"].ok


def test_a_file_that_is_gone_from_the_disk_is_missed(findings, workspace):
    file = files.store(workspace, name="a.txt", content=b"bytes", by=SYSTEM, at=now())
    assert findings()["files"].ok
    disk.path_of(file).unlink()
    assert findings()["files"].says.startswith("1 missing")


def test_work_that_gave_up_is_reported(findings):
    Job.objects.create(name="x", state=Job.State.DEAD, run_at=now(), created_at=now())
    assert findings()["background work"].says.startswith("1 gave up")


def test_it_prints_json_and_its_status_says_whether_all_is_well(findings, sealed, capsys):
    Event.objects.filter(subject_id=2).update(facts={})
    assert main(["doctor", "--json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    validate(printed, json.loads(SCHEMA.read_text()))
    history = next(finding for finding in printed if finding["what"] == "history")
    assert not history["ok"] and f"broken seals [{sealed.pk}]" in history["says"]


def test_it_names_the_address_that_is_served(monkeypatch, tmp_path):
    monkeypatch.delenv("RAPPORT_PORT", raising=False)
    assert address.local(tmp_path) == "http://localhost:8000"
    address.remember(tmp_path, "http://localhost:8417")
    assert address.local(tmp_path) == "http://localhost:8417"
    monkeypatch.setenv("RAPPORT_PORT", "9001")
    assert address.local(tmp_path) == "http://localhost:9001"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://localhost.example.com", "localhost.example.com"),
        ("http://localhost:8000", "localhost"),
        ("http://[::1]:8000/x", "[::1]"),
    ],
)
def test_a_public_name_that_begins_like_a_local_one_is_public(url, host):
    assert address.host_of(url) == host


def test_a_home_without_a_database_is_told_once_what_to_do(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"RAPPORT_HOME": str(tmp_path), "RAPPORT_PORT": "8417"}
    command = [sys.executable, "-m", "rapport.cli", "doctor"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stdout.count("WRONG") == 1 and "`rapport serve` prepares it" in said.stdout
    assert "localhost:8417" in said.stdout and "no such table" not in said.stdout


def test_a_letter_that_failed_is_named(findings, settings):
    SystemMail.objects.create(header_id="<a@b>", state="failed", not_before=now(), created_at=now())
    settings.SMTP_URL = "smtp://127.0.0.1:2"
    assert findings()["mail out"].says == "1 failed (Settings, Outbox)"


@pytest.mark.parametrize(("minutes", "ok"), [(2, True), (20, False)])
def test_a_letter_that_waits_since_its_server_refused_it_is_named(findings, settings, minutes, ok):
    settings.SMTP_URL = "smtp://127.0.0.1:2"
    at = now() - timedelta(minutes=minutes)
    mail = SystemMail.objects.create(header_id="<a@b>", not_before=at, created_at=at)
    assert (findings()["mail out"].ok, findings()["mail out"].says) == (True, "no failures")
    SystemMail.objects.filter(pk=mail.pk).update(error="mx.example did not accept the password.")
    found = findings()["mail out"]
    assert found.ok == ok
    assert "1 wait because their server refused them, lately: mx.example did not" in found.says


def test_a_mailbox_that_cannot_be_read_is_said_with_what_is_kept(findings, workspace):
    said = "mx.example did not accept the user name and password."
    Mailbox.everywhere.create(
        workspace=workspace, address="studio@fernhill.example", imap_host="mx.example",
        last_error=said, created_at=now(),
    )  # fmt: skip
    found = findings()["mail in"]
    assert not found.ok and f"studio@fernhill.example: {said} What came in is kept" in found.says
