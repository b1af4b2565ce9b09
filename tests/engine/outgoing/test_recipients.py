"""Whom a letter should perhaps not go to."""

from datetime import date

import pytest

from rapport.engine.outgoing import Around, Kind, Letter, Person
from rapport.engine.outgoing.greetings import greeted
from rapport.engine.outgoing.recipients import doubtful

INES = Person("ines@northwind.example", "Ines Prado", "Northwind")
JANA = Person("j.vogel@halden.example", "Dr. Jana Vogel", "Halden")


def found(text, to=(INES,), cc=(), own="Northwind", is_mixed=False):
    around = Around(date(2026, 12, 1), own_party=own, is_mixed=is_mixed)
    return [(one.kind, one.words) for one in doubtful(Letter(text, to, cc), text, around)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Dear Ms Prado,", ["Prado"]),
        ("Hi Tom, thanks for the photos.", ["Tom"]),
        ("Hello Tom and Ines,", ["Tom", "Ines"]),
        ("Good morning Tom!", ["Tom"]),
        ("Dear all,", []),
        ("Dear Sir or Madam,", []),
        ("Hi there,", []),
        ("Thanks for the photos.", []),
        ("Sehr geehrte Frau Dr. Vogel,", ["Vogel"]),
        ("Sehr geehrte Damen und Herren,", []),
        ("Liebe Jana, lieber Tom,", ["Jana", "Tom"]),
        ("Hallo zusammen,", []),
        ("Guten Morgen Herr Lind,", ["Lind"]),
        ("Bonjour Claire,", ["Claire"]),
        ("Chère Madame Dubois,", ["Dubois"]),
        ("Bonjour à tous,", []),
        ("Estimado Sr. García:", ["García"]),
        ("Hola Ana y Luis,", ["Ana", "Luis"]),
        ("Buenos días,", []),
        ("Hola a todos,", []),
    ],
)
def test_names_in_a_greeting(line, names):
    assert greeted(f"\n{line}\n\nText follows for Somebody.") == names


@pytest.mark.parametrize(
    "line",
    ["Dear Tom,", "Liebe Jana,", "Bonjour Claire,", "Hola Ana,", "Sehr geehrter Herr Lind,"],
)
def test_a_greeting_of_somebody_else_is_asked_about(line):
    assert [kind for kind, _words in found(line)] == [Kind.GREETING]


@pytest.mark.parametrize(
    "line",
    [
        "Dear Ines,",
        "Hello Ms. Prado,",
        "Liebe Inès,",
        "Hola Inés,",
        "Dear Mrs Prado-Silva,",
        "Hi all,",
    ],
)
def test_their_own_name_however_spelled_is_right(line):
    assert found(line) == []


def test_an_address_without_a_name_may_be_anybodys():
    assert found("Dear Tom,", to=(Person("info@northwind.example"),)) == []
    assert found("Dear Jana,", to=(Person("j.vogel@halden.example"),), own="") == [
        (Kind.GREETING, "Jana")
    ]
    assert found("Dear Ms Vogel,", to=(Person("jvogel@halden.example"),), own="") == []


def test_people_of_another_client_and_of_ours_are_named():
    us = Person("priya@fernhill.example", "Priya", is_ours=True)
    assert found("Hi Ines,", cc=(JANA, us)) == [
        (Kind.OTHER_CLIENT, JANA.email),
        (Kind.OURS, us.email),
    ]
    assert found("Hi Ines,", cc=(JANA,), is_mixed=True) == found("Hi Ines,", cc=(JANA,), own="")
    assert found("Hi Ines,", cc=(JANA,), own="") == [(Kind.SEVERAL, "Halden, Northwind")]
