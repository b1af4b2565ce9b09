"""Who is named in a header, and who is not (abuse case B16)."""

import pytest

from rapport.engine.mail import addresses, parse

from .build import mail


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ann@example.com", [("", "ann@example.com")]),
        ("Ann <ann@example.com>", [("Ann", "ann@example.com")]),
        (
            '"Big, Ann" <ann@example.com>, b@example.com',
            [("Big, Ann", "ann@example.com"), ("", "b@example.com")],
        ),
        ("ann@example.com (Ann)", [("Ann", "ann@example.com")]),
        (
            "Team: a@example.com, B <b@example.com>;",
            [("", "a@example.com"), ("B", "b@example.com")],
        ),
        ("undisclosed-recipients:;", []),
        ("<>", []),
        ("a@example.com; b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
        ("<@relay.example,@other.example:ann@example.com>", [("", "ann@example.com")]),
        ("=?utf-8?q?M=C3=BCller=2C_Ann?= <ann@example.com>", [("Müller, Ann", "ann@example.com")]),
        ("Ann <ann@büro.example>", [("Ann", "ann@büro.example")]),
        ("ann(her)@example.com(work)", [("her work", "ann@example.com")]),
    ],
)
def test_mailboxes_are_found(header, expected):
    assert [(box.name, box.email) for box in addresses.parse(header)] == expected


@pytest.mark.parametrize(
    "header",
    [
        '"boss@example.com" <thief@evil.example>',
        "boss@example.com <thief@evil.example>",
        "=?utf-8?q?boss=40example.com?= <thief@evil.example>",
        "(boss@example.com) thief@evil.example",
    ],
)
def test_b16_a_name_that_looks_like_an_address_is_not_one(header):
    assert [box.email for box in addresses.parse(header)] == ["thief@evil.example"]


def test_b16_two_from_mailboxes_are_both_kept_and_nobody_is_the_author():
    parsed = parse(mail(From="a@example.com, b@example.com"))
    assert [box.email for box in parsed.from_] == ["a@example.com", "b@example.com"]
    assert parsed.author is None


def test_b04_reply_to_and_sender_never_become_the_author():
    parsed = parse(mail(Reply_To="x@evil.example", Sender="y@evil.example"))
    assert parsed.author.email == "ann@example.com"
