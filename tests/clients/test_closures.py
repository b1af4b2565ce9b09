"""When a client is closed: noted, taken over from a country, taken back."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from rapport.clients.models import Closure
from rapport.clients.operations import closures
from rapport.clients.operations.closures import Closed, ClosureRefused
from rapport.lib.roles import Role
from rapport.ui.words import exact, span
from tests.conftest import NOW

PAGE = "/w/fernhill/clients/NWM/closures/"
SAID = {"first": "2099-12-24", "last": "2100-01-02", "name": "Between the years"}
SHOWN = span(date(2099, 12, 24), date(2100, 1, 2))


@pytest.fixture
def closed(client_company, manager):
    spell = Closed(date(2099, 12, 24), date(2100, 1, 2), "Between the years")
    return closures.note(client_company, spell, by=manager, at=NOW)


def test_somebody_notes_that_they_are_closed(client_company, member, browse):
    page = browse(member).post(f"{PAGE}new/", SAID, follow=True)
    assert page.status_code == 200
    assert "Between the years" in page.text and SHOWN in page.text
    assert SHOWN in browse(member).get("/w/fernhill/clients/NWM/").text


def test_without_a_last_day_it_is_that_one_day(client_company, member, browse):
    page = browse(member).post(f"{PAGE}new/", SAID | {"last": ""}, follow=True)
    assert exact(date(2099, 12, 24)) in page.text
    assert Closure.objects.get().last == date(2099, 12, 24)


@pytest.mark.parametrize(
    "said, sentence",
    [
        ({"last": "2099-12-01"}, "The last day must come after the first, within a year."),
        ({"last": "2101-12-24"}, "The last day must come after the first, within a year."),
        ({"first": "soon"}, "Enter a valid date."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    said, sentence, client_company, member, browse
):
    page = browse(member).post(f"{PAGE}new/", SAID | said)
    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{(SAID | said)["name"] or "2100-01-02"}"' in page.text
    assert not Closure.objects.exists()


def test_the_public_holidays_of_their_country_come_at_once_and_only_once(
    client_company, member, browse
):
    said = {"country": "DE", "subdivision": "BY"}
    page = browse(member).post(f"{PAGE}country/", said, follow=True).text
    taken = Closure.objects.count()
    assert taken > 20 and "Epiphany" in page
    assert f"{taken} days added." in page
    assert "0 days added." in browse(member).post(f"{PAGE}country/", said, follow=True).text
    assert Closure.objects.count() == taken
    assert not Closure.objects.filter(last__lt=localdate()).exists()


def test_a_day_within_a_spell_is_not_noted_twice(client_company, closed, manager):
    days = {date(2100, 1, 1): "New Year", date(2100, 1, 6): "Epiphany"}
    assert closures.take(client_company, days, by=manager, at=NOW) == 1


def test_what_is_removed_can_come_back(client_company, closed, member, browse):
    page = browse(member).post(f"{PAGE}{closed.pk}/binning/", follow=True)
    assert SHOWN not in page.text and f"bin/closure/{closed.pk}/" in page.text
    browse(member).post(f"/w/fernhill/settings/bin/closure/{closed.pk}/restoration/")
    assert SHOWN in browse(member).get(PAGE).text


def test_who_only_looks_changes_nothing(client_company, closed, viewer, browse):
    page = browse(viewer).get(PAGE).text
    assert SHOWN in page and "<form" not in page.split("<main")[1]
    assert browse(viewer).post(f"{PAGE}new/", SAID).status_code == 403
    assert browse(viewer).post(f"{PAGE}{closed.pk}/binning/").status_code == 403


def test_another_clients_spell_is_not_found_under_this_ones_address(make, closed, member, browse):
    make.client("Halden", "HAL")
    answer = browse(member).post(f"/w/fernhill/clients/HAL/closures/{closed.pk}/binning/")
    assert answer.status_code == 404


def test_a_guest_sees_those_of_the_clients_they_work_for(make, client_company, closed, browse):
    guest = make.member(Role.GUEST)
    assert browse(guest).get(PAGE).status_code == 404
    make.on_project(make.project(client_company), guest)
    assert SHOWN in browse(guest).get(PAGE).text


def test_a_client_has_only_so_many_days_off(client_company, manager, monkeypatch):
    monkeypatch.setattr(closures, "MOST", 2)
    days = {date(2099, 5, n): "Bridge" for n in (1, 2, 3)}
    with pytest.raises(ClosureRefused, match="at most 2 days"):
        closures.take(client_company, days, by=manager, at=NOW)
    assert not Closure.objects.exists()


def test_a_long_list_comes_in_pages_with_the_same_queries(
    client_company, manager, browse, django_assert_max_num_queries
):
    for n in range(120):
        day = date(2090 + n // 12, n % 12 + 1, 1)
        closures.note(client_company, Closed(day, day, f"Day {n}"), by=manager, at=NOW)
    browser = browse(manager)
    browser.get(PAGE)
    with django_assert_max_num_queries(14):
        page = browser.get(f"{PAGE}?page=3").text
    assert "Day 119" in page and "Day 99<" not in page
