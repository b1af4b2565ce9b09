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
        ("Poisson, Claire <claire@example.com>", [("Poisson, Claire", "claire@example.com")]),
        (
            "b@example.com, Poisson, Dr. Claire, MBA <claire@example.com>, Bo <bo@example.com>",
            [
                ("", "b@example.com"),
                ("Poisson, Dr. Claire, MBA", "claire@example.com"),
                ("Bo", "bo@example.com"),
            ],
        ),
        (
            "Poisson, Claire <claire@example.com>; Young, Bo <bo@example.com>",
            [("Poisson, Claire", "claire@example.com"), ("Young, Bo", "bo@example.com")],
        ),
        (
            "=?utf-8?q?M=C3=BCller?=, =?utf-8?q?J=C3=B6rg?= <joerg@example.com>",
            [("Müller, Jörg", "joerg@example.com")],
        ),
        ("root; Ann <ann@example.com>", [("", "root"), ("Ann", "ann@example.com")]),
        ("root, Ann <ann>", [("", "root"), ("Ann", "ann")]),
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


@pytest.mark.parametrize(
    "header",
    [
        "boss@example.com, Thief <thief@evil.example>",
        '"boss@example.com", Thief <thief@evil.example>',
        "=?utf-8?q?boss=40example.com?=, Thief <thief@evil.example>",
        "boss @ example.com, Thief <thief@evil.example>",
        "<boss@example.com>, Thief <thief@evil.example>",
        "Boss, <boss@example.com>, Thief <thief@evil.example>",
        "Boss, Thief <boss@example.com> <thief@evil.example>",
        "boss＠example.com, Thief <thief@evil.example>",
        "Boss, Thief <thief@evil.example>, Boss <boss@example.com>",
    ],
)
def test_b16_a_second_address_before_a_comma_is_no_name(header):
    parsed = parse(mail(From="PLACE").replace(b"PLACE", header.encode()))
    assert len(parsed.from_) > 1
    assert parsed.author is None


@pytest.mark.parametrize("field", ["From", "To", "Cc", "Reply-To"])
def test_a_name_with_a_comma_is_one_person_wherever_it_stands(field):
    named = parse(mail(**{field: "Poisson, Claire <claire@example.com>"}))
    boxes = getattr(named, {"From": "from_"}.get(field, field.lower().replace("-", "_")))
    assert [(box.name, box.email) for box in boxes] == [("Poisson, Claire", "claire@example.com")]


@pytest.mark.parametrize(
    ("header", "people"),
    [
        ("Poisson, claire@example.com", [("Poisson", "claire@example.com")]),
        ("Poisson, Claire, claire@example.com", [("Poisson, Claire", "claire@example.com")]),
        ("Claire Poisson, claire@example.com", [("Claire Poisson", "claire@example.com")]),
        ("a@example.com, b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
        ("Boss boss@example.com, b@x.example", [("Boss", "boss@example.com"), ("", "b@x.example")]),
        ("Boss＠example.com, b@x.example", [("", "Boss＠example.com"), ("", "b@x.example")]),
    ],
)
def test_b16_a_name_before_a_bare_address_is_its_authors_and_an_address_is_none(header, people):
    parsed = parse(mail(From="PLACE").replace(b"PLACE", header.encode()))
    assert [(box.name, box.email) for box in parsed.from_] == people
    elsewhere = parse(mail(To="root, claire@example.com"))
    assert len(elsewhere.to) == 2


def test_b11_more_names_than_one_person_has_are_several():
    header = ", ".join(f"u{n}" for n in range(50)) + ", Ann <ann@example.com>"
    assert len(addresses.parse(header)) == 51


def test_b04_reply_to_and_sender_never_become_the_author():
    parsed = parse(mail(Reply_To="x@evil.example", Sender="y@evil.example"))
    assert parsed.author.email == "ann@example.com"
