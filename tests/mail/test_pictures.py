"""Letters in HTML and the pictures in them, nested as writers nest them."""

import pytest

from rapport.engine.mail import parse

from .build import multipart

BOTH = """Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain

plain
--c
Content-Type: text/html

<p>rich <img src="cid:ii_1"></p>
--c--"""
PICTURE = (
    "Content-Type: image/png; name=a.png\nContent-Disposition: inline; filename=a.png\n"
    "Content-ID: <ii_1>\n\npng"
)


def related(*parts):
    """Parts that belong together, to stand inside another multipart."""
    body = "".join(f"--r\n{part}\n" for part in parts) + "--r--"
    return f"Content-Type: multipart/related; boundary=r\n\n{body}"


@pytest.mark.parametrize(
    "raw",
    [
        multipart(BOTH, PICTURE, kind="related"),
        multipart(related(BOTH, PICTURE), "\nfooter of the list"),
    ],
    ids=["as Gmail does", "with a footer"],
)
def test_both_versions_that_share_a_picture_are_the_letter(raw):
    parsed = parse(raw)
    assert parsed.text.split("\n")[0] == "plain"
    assert parsed.html == '<p>rich <img src="cid:ii_1"></p>'
    assert [(file.name, file.content_id, file.inline) for file in parsed.attachments] == [
        ("a.png", "ii_1", True)
    ]


def test_html_that_only_belongs_to_a_letter_is_a_file():
    parsed = parse(multipart("\nplain", "Content-Type: text/html\n\n<p>x</p>", kind="related"))
    assert (parsed.text, parsed.html) == ("plain", "")
    assert [file.content_type for file in parsed.attachments] == ["text/html"]


@pytest.mark.parametrize(
    ("kind", "name", "is_inline"),
    [("related", "ii_1", True), ("mixed", "ii_1", True), ("related", "ii_2", False)],
)
def test_a_file_counts_as_shown_in_the_letter_only_where_the_letter_shows_it(kind, name, is_inline):
    picture = PICTURE.replace("ii_1", name)
    assert [file.inline for file in parse(multipart(BOTH, picture, kind=kind)).attachments] == [
        is_inline
    ]


@pytest.mark.parametrize("letter", ["\nplain", "Content-Type: text/html\n\n<p>rich</p>"])
@pytest.mark.parametrize("kind", ["image/png", "application/pdf"])
def test_a_file_that_asks_to_be_shown_in_place_and_has_none_is_not_hidden(letter, kind):
    file = f"Content-Type: {kind}; name=a\nContent-Disposition: inline; filename=a\n\nx"
    assert [file.inline for file in parse(multipart(letter, file)).attachments] == [False]


def test_the_name_of_a_picture_may_be_written_with_an_entity():
    letter = "Content-Type: text/html\n\n<img src='CID:a&amp;b@x'>"
    picture = PICTURE.replace("ii_1", "a&b@x")
    assert parse(multipart(letter, picture, kind="related")).attachments[0].inline
