"""A mail whose first line is written in an odd way still has all its people."""

import pytest

from rapport.engine.mail import parse


@pytest.mark.parametrize("field", ["From", "To", "Cc", "Reply-To"])
@pytest.mark.parametrize("first", ["{} : ann@example.com", "\ufeff{}: ann@example.com"])
def test_the_first_line_of_a_mail_is_read_with_a_blank_or_a_byte_order_mark_in_it(field, first):
    lines = [first.format(field), "Subject: Proofs", "", "Hello", ""]
    parsed = parse("\n".join(lines).encode())
    boxes = getattr(parsed, {"From": "from_"}.get(field, field.lower().replace("-", "_")))
    assert [box.email for box in boxes] == ["ann@example.com"]
    assert (parsed.subject, parsed.text) == ("Proofs", "Hello\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("blank", [" ", "\t", "  "])
def test_a_blank_after_from_does_not_make_it_the_line_of_an_mbox(end, blank):
    author = f"From{blank}: ann@example.com"
    subject = "Subject: From : us"
    for lines in ([author, subject], [subject, author], ["To: b@example.com", author, subject]):
        parsed = parse(end.join([*lines, "", "Hello", ""]).encode())
        assert (parsed.author.email, parsed.subject) == ("ann@example.com", "From : us")
        assert parsed.text == "Hello\n"


def test_a_second_author_with_a_blank_after_the_word_is_not_overlooked():
    parsed = parse(b"From: ann@example.com\nFrom : thief@evil.example\nSubject: x\n\nHi\n")
    assert len(parsed.from_) == 2
    assert parsed.author is None
