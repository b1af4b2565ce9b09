"""A whole letter, and the gaps and the tone in it."""

from datetime import date

import pytest

from rapport.engine.outgoing import Around, Kind, Letter, Person, check
from rapport.engine.outgoing.placeholders import left_in
from rapport.engine.outgoing.tone import missed

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    "text",
    ["Dear [Name],", "on [insert date]", "XXX", "Betrag: ____", "Hallo [Vorname],", "[Prénom]",
     "[fecha]", "TODO: price"],
)  # fmt: skip
def test_gaps_that_people_leave_are_found(text):
    assert [one.kind for one in left_in(text)] == [Kind.PLACEHOLDER]


@pytest.mark.parametrize(
    "text",
    ["xxx Ines", "todo bien", "array[0]", "[1] see below", "a_b_c", "-- \nAmara", "size XXL"],
)
def test_what_only_looks_like_one_is_none(text):
    assert list(left_in(text)) == []


def test_an_unfilled_variable_alone_stops_a_letter():
    [found] = left_in("Dear {{ contact.first_name }}, {{ contact.first_name }}")
    assert found.blocks and found.words == "{{ contact.first_name }}"
    assert not next(left_in("XXX")).blocks


@pytest.mark.parametrize(
    ("text", "formal", "word"),
    [
        ("Hallo, ich schicke dir die Datei und hoffe, das ist gut.", True, "dir"),
        ("Guten Tag, wir senden Ihnen die Datei und hoffen, das ist gut.", False, "Ihnen"),
        ("Guten Tag, wir senden Ihnen die Datei und hoffen, das ist gut.", True, None),
        ("Bonjour, je te prépare le fichier pour la fin de la semaine.", True, "te"),
        ("Bonjour, je prépare le fichier et tu auras les photos dans la semaine.", True, "tu"),
        ("Bonjour, je vous envoie le fichier et les photos de la semaine.", False, "vous"),
        ("Hola, te envío el archivo y puedes ver las fotos en la web.", True, "puedes"),
        ("Hola, le envío a usted el archivo con las fotos de la web.", False, "usted"),
        ("Hello, we will send you the file and the photos.", True, None),
        ("Die Datei ist fertig und wir senden die Rechnung mit der Post.", True, None),
    ],
)
def test_the_tone_that_they_want_is_kept(text, formal, word):
    found = list(missed(text, formal))
    assert bool(found) == (word is not None)


def test_nothing_is_said_of_a_letter_that_is_right():
    letter = Letter(
        "Dear Ines,\n\nyes, the blue works. The proofs come on Friday.\n\nBest regards,\nAmara",
        (Person("ines@northwind.example", "Ines Prado", "Northwind"),),
    )
    asked = "Does the blue work? And when do we get the proofs?"
    assert check(letter, Around(TODAY, asked=asked, own_party="Northwind")) == ()


def test_the_gravest_comes_first_and_a_long_text_ends():
    letter = Letter(
        "Dear Tom,\n\nplease find attached {{ project }}.", (Person("ines@x.example", "Ines"),)
    )
    kinds = [one.kind for one in check(letter, Around(TODAY))]
    assert kinds == [Kind.VARIABLE, Kind.GREETING, Kind.ATTACHMENT]
    long = Letter("in der anlage 4. dezember? {{ [name " * 20_000)
    assert len(check(long, Around(TODAY, asked="Was? " * 50_000))) <= 8
