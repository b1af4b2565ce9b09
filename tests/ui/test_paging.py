"""Long lists come in pages: every row can be reached, at the cost of a short list."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.portal.conftest import portal  # noqa: F401
from tests.ui.long_lists import LISTS, Ground

ALL = pytest.mark.parametrize("named", LISTS)
FILTERED = pytest.mark.parametrize("named", [name for name, one in LISTS.items() if one.filters])
MORE = 3


@pytest.fixture
def ground(make, manager, contact) -> Ground:
    """The project is done: the list of projects holds only those that a test adds."""
    project = make.project(contact.client, "Booking app", key="KTB", state="done")
    return Ground(make, manager, contact, project)


@pytest.fixture
def reader(named, browse, manager, request, contact):
    """A browser of whoever reads this list."""
    if LISTS[named].in_portal:
        return request.getfixturevalue("portal")(contact)
    return browse(manager)


def words(many: int, first: int = 1) -> list[str]:
    return [f"Thing{n:03}x" for n in range(first, first + many)]


def rows(named: str, page) -> set[str]:
    assert page.status_code == 200
    return set(re.findall(LISTS[named].shows or r"Thing\d{3}x", page.text))


def way(page, rel: str) -> str:
    """The address before or after this page, if it offers one."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.text)
    return unescape(found[1]) if found else ""


@ALL
def test_the_second_page_holds_what_the_first_does_not(named, ground, reader):
    one = LISTS[named]
    one.fill(ground, words(one.a_page + MORE))
    first = reader.get(one.path)
    second = reader.get(one.path + way(first, "next"))
    assert (len(rows(named, first)), len(rows(named, second))) == (one.a_page, MORE)
    assert not rows(named, first) & rows(named, second)
    assert not way(second, "next")
    back = reader.get(one.path + way(second, "prev"))
    assert rows(named, back) == rows(named, first)


@ALL
def test_a_page_that_is_none_shows_one_that_is(named, ground, reader):
    one, name = LISTS[named], "stuck" if named == "stuck mails" else "page"
    one.fill(ground, words(one.a_page + MORE))
    seen = {
        asked: len(rows(named, reader.get(f"{one.path}?{name}={asked}")))
        for asked in ("", "abc", "1.5", "9" * 5000, "0", "-1", "9999")
    }
    first, last = one.a_page, MORE
    assert seen == {
        "": first, "abc": first, "1.5": first, "9" * 5000: first,
        "0": last, "-1": last, "9999": last,
    }  # fmt: skip


@ALL
def test_a_long_list_asks_the_database_no_more_than_a_short_one(named, ground, reader):
    one = LISTS[named]

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reader.get(one.path)
        return len(queries)

    one.fill(ground, words(3))
    reader.get(one.path)
    short = asked()
    one.fill(ground, words(one.a_page, first=4))
    assert asked() == short


@FILTERED
def test_the_next_page_keeps_the_filters(named, ground, reader):
    one = LISTS[named]
    one.fill(ground, words(one.a_page + MORE))
    one.fill(ground.other(), ["Thing999x"])
    first = reader.get(f"{one.path}?{one.filters}")
    second = reader.get(one.path + way(first, "next"))
    assert rows(named, second) == set(words(one.a_page + MORE)) - rows(named, first)
    assert way(reader.get(one.path + way(second, "prev")), "next") == way(first, "next")


@pytest.mark.parametrize("named", ["promises"])
def test_the_links_to_other_pages_carry_no_more_than_filters(named, ground, reader):
    one = LISTS[named]
    one.fill(ground, words(one.a_page + MORE))
    odd = reader.get(f'{one.path}?show=all&x="><script>alert(1)</script>&y=%ff%ed%a0%80')
    assert "<script>alert" not in odd.text
    assert len(rows(named, reader.get(one.path + way(odd, "next")))) == MORE
    long = reader.get(f"{one.path}?x={'<' * 5000}")
    assert way(long, "next") == "?page=2"


@pytest.mark.parametrize("named", ["quarantine"])
def test_two_lists_on_one_page_are_turned_apart(named, ground, reader):
    for one in ("quarantine", "stuck mails"):
        LISTS[one].fill(ground, words(100 + MORE, first=1 if one == "quarantine" else 501))
    path = LISTS[named].path
    both = rows(named, reader.get(f"{path}?page=2&stuck=2"))
    assert both == {*words(MORE), *words(MORE, first=501)}
    assert "stuck=2&amp;page=1" in reader.get(f"{path}?stuck=2&page=2").text


@pytest.mark.parametrize("named", ["notifications", "reports"])
def test_what_is_not_done_with_comes_before_all_that_is(named, ground, reader):
    """Unread notifications, and reports that are still being written."""
    one = LISTS[named]
    one.fill(ground, words(80))
    waiting = {word for n, word in enumerate(words(80)) if n % 2 == 0}
    assert rows(named, reader.get(one.path)) > waiting
