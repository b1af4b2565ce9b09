"""Times and durations as the reader says them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from rapport.ui import words

NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (38, "38 min"),
        (200, "3 hr 20 min"),
        (480, "1 day"),
        (2040, "4 days 2 hr"),
        (955, "2 days"),
    ],
)
def test_working_time_is_said_in_at_most_two_units(minutes, said):
    assert words.working_duration(minutes) == said


def test_a_working_day_is_as_long_as_the_company_says():
    assert words.working_duration(840, 420) == "2 days"


def test_a_deadline_ahead_is_in_and_behind_is_late():
    assert words.until(NOW + timedelta(minutes=38), NOW) == "in 38 min"
    assert words.until(NOW - timedelta(hours=2), NOW) == "2 hr late"


def test_near_days_have_names_and_far_ones_dates():
    today = date(2026, 11, 23)
    assert words.day(today, today) == "today"
    assert words.day(today + timedelta(days=1), today) == "tomorrow"
    assert words.day(date(2026, 12, 4), today) == "4 Dec"
    assert words.day(date(2027, 1, 4), today) == "4 Jan 2027"


def test_a_moment_of_today_is_said_by_its_hour_in_the_readers_zone():
    with timezone.override("Europe/Berlin"):
        assert words.when(NOW, NOW) == "09:12"


def test_a_client_reads_times_in_their_language():
    with translation.override("de"):
        assert words.distance(NOW + timedelta(days=2), NOW) == "in 2 Tagen"
        assert words.working_duration(2040) == "4 Tage 2 Std."


def test_what_was_said_to_one_reader_is_not_said_to_the_next_in_another_language():
    at = NOW - timedelta(days=3)
    said = []
    for language in ("en", "de", "en"):
        with translation.override(language):
            said.append((words.distance(at, NOW), words.when(at, NOW), words.exact(at)))
    assert said[0] == said[2] == ("3 days ago", "Fri 08:12", "Friday, 20 November 2026, 08:12")
    assert said[1][0] == "vor 3 Tagen" and said[1][2].startswith("Freitag, 20. November")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("days", [0.001, 0.1, 3, 20, 90, 900])
def test_every_distance_can_be_said_in_every_language(language, days):
    with translation.override(language):
        for away in (timedelta(days=days), timedelta(days=-days)):
            assert words.distance(NOW + away, NOW)


def test_a_number_in_an_address_has_no_separator_however_large():
    page = Template('<a href="/inbox/{{ number }}/?message={{ number }}">')
    for language in ("en", "de", "fr"):
        with translation.override(language):
            said = page.render(Context({"number": 1234567}))
            assert said == '<a href="/inbox/1234567/?message=1234567">'


@pytest.mark.parametrize(
    ("language", "said"), [("en", "12,480"), ("de", "12.480"), ("es", "12.480")]
)
def test_a_large_number_is_written_in_the_readers_groups(language, said):
    words_of = (
        "{% blocktranslate count n=many|grouped %}{{ n }} file{% plural %}{{ n }} files"
        "{% endblocktranslate %}"
    )
    with translation.override(language):
        page = Template("{{ many|grouped }}; {{ none|grouped }}; " + words_of)
        assert page.render(Context({"many": 12_480, "none": None})).startswith(
            f"{said}; None; {said} "
        )
