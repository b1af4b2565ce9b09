"""Days in words, in four languages; today is Tuesday, 1 December 2026."""

from datetime import date, timedelta

import pytest

from rapport.engine.outgoing import days_in

TODAY = date(2026, 12, 1)
FOURTH = date(2026, 12, 4)


def read(text):
    return [sorted(said.days) for said in days_in(text, TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "by 2026-12-04", "on 4 December", "December 4th", "the 4th of December 2026", "on Friday",
        "by Friday, 4 December", "4 Dec.", "Dec 4",
        "bis zum 4. Dezember", "am 4.12.", "am Freitag, den 4.12.2026", "bis Freitag",
        "4. Dez. 2026",
        "le 4 décembre", "vendredi", "d'ici vendredi", "le vendredi 4 décembre 2026",
        "el 4 de diciembre", "el viernes", "para el viernes 4 de diciembre de 2026", "el 4.12.26",
    ],
)  # fmt: skip
def test_the_fourth_is_said_in_many_ways(text):
    assert read(text) == [[FOURTH]]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("tomorrow", 1), ("morgen", 1), ("demain", 1), ("mañana", 1), ("übermorgen", 2),
        ("après-demain", 2), ("pasado mañana", 2), ("heute", 0), ("hoy", 0), ("aujourd'hui", 0),
    ],
)  # fmt: skip
def test_days_from_today(text, days):
    assert read(f"We send it {text}.") == [[TODAY + timedelta(days)]]


@pytest.mark.parametrize(
    "text",
    [
        "Guten Morgen Frau Vogel", "heute Morgen früh", "por la mañana", "mayor", "the second",
        "version 4.12", "at 12:30", "room 4", "a market", "1/2/3", "99/99", "31 February",
        "in may ways", "Augustine", "Sonntagsruhe",
    ],
)  # fmt: skip
def test_what_is_no_day(text):
    assert [days for days in read(text) if days != [TODAY]] == []


def test_what_may_mean_two_days_means_both():
    assert read("next Friday") == [[FOURTH, FOURTH + timedelta(7)]]
    assert read("nächsten Freitag") == read("viernes que viene") == read("vendredi prochain")
    assert read("on Tuesday") == [[TODAY, TODAY + timedelta(7)]]
    assert read("on 4/5/2027") == [[date(2027, 4, 5), date(2027, 5, 4)]]
    assert FOURTH in read("by the end of the week")[0] and FOURTH in read("Ende der Woche")[0]
    assert date(2026, 12, 31) in read("fin du mois")[0] == read("a finales de mes")[0]
    assert TODAY + timedelta(14) in read("in two weeks")[0] == read("dans deux semaines")[0]


def test_the_year_is_the_nearest_one():
    assert read("on 8 January") == [[date(2027, 1, 8)]]
    assert read("am 30. November") == [[date(2026, 11, 30)]]


def test_places_and_words_are_those_of_the_text():
    said = days_in("Für Jürgen: übermorgen, nicht am 9. Dezember.", TODAY)
    assert [(one.words, one.at) for one in said] == [("übermorgen", 12), ("9. Dezember", 33)]


def test_a_long_hostile_text_is_read_in_no_time():
    assert len(days_in("in in in 1 1. 1. 1/1/1/1 den den " * 1000, TODAY)) < 40_000
