"""Calendars by RFC 5545."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rapport.integrations.planfiles.ical_write import Entry, escaped, folded, write

STAMP = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
BETA = Entry("task-1@x", "Beta; a, b\\c", date(2026, 3, 31), date(2026, 3, 31), "One\r\nTwo",
             "https://x/1", is_milestone=True)  # fmt: skip


def test_an_entry_is_written_to_the_letter():
    assert write("Plan", [BETA], stamp=STAMP).decode().split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rapport//Plan//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", "X-WR-CALNAME:Plan", "BEGIN:VEVENT", "UID:task-1@x",
        "DTSTAMP:20260302T083000Z", "DTSTART;VALUE=DATE:20260331", "DTEND;VALUE=DATE:20260401",
        "SUMMARY:Beta\\; a\\, b\\\\c", "DESCRIPTION:One\\nTwo", "URL:https://x/1",
        "CATEGORIES:MILESTONE", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


@pytest.mark.parametrize("bad", ["a\r\nEND:VEVENT", "a\nBEGIN:VALARM", "a\rX:y", "a\x00\x1bb"])
def test_no_text_can_begin_a_line_of_its_own(bad):
    assert not any(sign in escaped(bad) for sign in "\r\n\x00\x1b")


@given(some.text(max_size=400).filter(lambda text: text.isprintable()))
def test_folded_lines_are_short_and_unfold_to_what_they_were(text):
    lines = folded(text).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert folded(text).replace("\r\n ", "") == text
