"""The log: one JSON object a line, and no key in it."""

import json
import logging

import pytest

from rapport.lib.logs import JsonFormatter


def line(message: str, **extra: object) -> dict[str, str]:
    record = logging.makeLogRecord({"msg": message, "levelname": "WARNING", "name": "x", **extra})
    written = JsonFormatter().format(record)
    assert "\n" not in written
    return json.loads(written)


def test_a_record_is_one_line_with_what_was_passed_along():
    said = line("two\nlines", mailbox=7)
    assert (said["message"], said["level"], said["mailbox"]) == ("two\nlines", "warning", "7")


@pytest.mark.parametrize(
    "path",
    [
        "/p/fernhill/sign-in/{key}/",
        "/join/{key}/",
        "/demo/{key}/",
        "/start/?key={key}",
        "/p/fernhill/files/{key}/'",
    ],
)
def test_a_key_in_an_address_is_not_written(path):
    said = line("Gone: " + path.format(key="TKr9EgmMJCAJeX-oSTnMaLGz"), request=path)
    assert "TKr9" not in said["message"] and "***" in said["message"]


@pytest.mark.parametrize(
    "path", ["/w/fernhill/projects/KTB/deliverables/12/", "/srv/app/rapport/inbox/operations.py"]
)
def test_what_is_no_key_stays_readable(path):
    assert line(f"Not Found: {path}")["message"] == f"Not Found: {path}"
