"""A letter of many megabytes: its beginning is its text, and the whole of it is a file."""

import pytest

from rapport.engine.mail import read
from rapport.engine.mail.shortening import WHOLE
from rapport.inbox.sandbox import ParserPool

from .build import mail

LINE = "Grüße aus dem Büro, und noch ein Satz dazu.\n"
LONG = LINE * 20_000


def test_a_long_text_is_cut_at_a_line_and_kept_whole_beside_it():
    parsed = read(mail(LONG)).parsed
    assert 400_000 < len(parsed.text) <= 500_000 and parsed.text.endswith(LINE)
    [whole] = parsed.attachments
    assert whole.content.decode().strip() == LONG.strip()
    assert (whole.name, whole.content_id) == ("whole-letter.txt", WHOLE)


def test_a_long_page_is_kept_as_a_page_and_not_a_second_time_as_text():
    page = "<p>Hello there, once more</p>\n" * 40_000
    parsed = read(mail(page, content_type="text/html")).parsed
    assert len(parsed.html) <= 500_000 and len(parsed.text) <= 500_000
    [whole] = parsed.attachments
    assert whole.content.decode().strip() == page.strip() and whole.name.endswith(".html")


def test_a_text_of_one_line_is_cut_where_it_must():
    assert len(read(mail("x" * 600_000)).parsed.text) == 500_000


def test_an_ordinary_text_stays_as_it_is():
    parsed = read(mail(LINE * 1000)).parsed
    assert parsed.text.count(LINE) == 1000 and not parsed.attachments


@pytest.mark.parametrize("whole", [True, False])
def test_whoever_asks_for_the_whole_gets_it_through_the_pipe(whole):
    with ParserPool(whole=whole) as pool:
        parsed = pool.parse(mail(LONG)).parsed
    assert (parsed.text.strip() == LONG.strip()) is whole
    assert len(parsed.attachments) == (not whole)
