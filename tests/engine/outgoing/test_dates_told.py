"""A date that contradicts what was told; today is Tuesday, 1 December 2026."""

from datetime import date

import pytest

from rapport.engine.outgoing import Around, Kind, Told
from rapport.engine.outgoing.dates_told import contradicted, earlier

TODAY = date(2026, 12, 1)
FOURTH, NINTH = date(2026, 12, 4), date(2026, 12, 9)
PROOFS = Told("Label proofs", FOURTH)
PHOTOS = Told("Photos pour la boutique", FOURTH)
INVOICE = Told("Korrektur der Rechnung", FOURTH)
DESIGN = Told("Diseño de la etiqueta", FOURTH)


def found(text, *told):
    return [(one.kind, one.words) for one in contradicted(text, Around(TODAY, told=told))]


@pytest.mark.parametrize(
    ("text", "told", "words"),
    [
        ("You will have the label proofs on 9 December.", PROOFS, "9 December"),
        ("The proofs will be ready by Wednesday.", PROOFS, "Wednesday"),
        ("The delivery is on 9 December.", PROOFS, "9 December"),
        ("Die Korrektur der Rechnung kommt am 9. Dezember.", INVOICE, "9. Dezember"),
        ("Der Termin ist der 9.12.2026.", INVOICE, "9.12.2026"),
        ("Les photos de la boutique seront là mercredi.", PHOTOS, "mercredi"),
        ("La livraison des photos est prévue le 9 décembre.", PHOTOS, "9 décembre"),
        ("El diseño de la etiqueta llegará el 9 de diciembre.", DESIGN, "9 de diciembre"),
        ("La entrega del diseño será el miércoles.", DESIGN, "miércoles"),
    ],
)
def test_another_date_than_was_promised_is_asked_about(text, told, words):
    assert found(text, told) == [(Kind.DATE, words)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("You will have the label proofs on 4 December.", PROOFS),
        ("You will have the label proofs on Friday.", PROOFS),
        ("You will have the label proofs by the end of the week.", PROOFS),
        ("The label meeting is on Wednesday.", PROOFS),
        ("Lunch is on 9 December.", PROOFS),
        ("You wrote about the label proofs on 9 December.", PROOFS),
        ("The label proofs move from 4 December to 9 December.", PROOFS),
        ("The label proofs are delayed to 9 December.", PROOFS),
        ("We sent the label proofs on 23 November.", PROOFS),
        ("Die Korrektur der Rechnung verschiebt sich auf den 9. Dezember.", INVOICE),
        ("Am 9. Dezember sind wir im Haus.", INVOICE),
        ("Les photos de la boutique arrivent vendredi.", PHOTOS),
        ("Nous reportons les photos de la boutique au 9 décembre.", PHOTOS),
        ("El diseño de la etiqueta llegará el viernes.", DESIGN),
        ("Aplazamos el diseño de la etiqueta al 9 de diciembre.", DESIGN),
    ],
)
def test_the_same_date_or_a_move_that_is_said_is_not(text, told):
    assert found(text, told) == []


def test_of_several_promises_the_one_that_is_spoken_of_counts():
    other = Told("Label print run", NINTH)
    assert found("The label print run is done on 9 December.", PROOFS, other) == []
    assert found("The label proofs come on 9 December.", PROOFS, other) == [
        (Kind.DATE, "9 December")
    ]
    assert found("The delivery is on 10 December.", PROOFS, other) == []


def test_what_an_earlier_letter_told_counts_when_it_is_clearly_the_same():
    [told] = earlier("Thanks. We ship the leaflet samples on 4 December.\nBest, Amara", TODAY)
    assert (told.day, told.is_promise) == (FOURTH, False)
    assert found("The leaflet samples leave us on 9 December.", told) == [(Kind.DATE, "9 December")]
    assert found("The samples of the box leave us on 9 December.", told) == []
    assert not list(earlier("We met on 4 November.", TODAY))


def test_a_day_of_another_weekday_is_asked_about():
    assert found("See you on Friday, 5 December.") == [(Kind.WEEKDAY, "Friday, 5 December")]
    assert found("Bis Montag, den 4.12.2026.") == [(Kind.WEEKDAY, "Montag, den 4.12.2026")]
    assert found("See you on Friday, 4 December.") == []
