"""A plan as the weeks of its people."""

import pytest

from rapport.lib.roles import Role
from rapport.portfolio.views import workload
from rapport.projects.models import Project

PAGE = "/w/fernhill/projects/SITE/plan/workload/"
WEEK = 2400


@pytest.fixture
def both(make, site, shop, member, dated):
    """Somebody has a week of work in each of two plans, both of them now."""
    make.task(site, "Wireframes", assignee=member, duration_minutes=WEEK)
    make.task(shop, "Basket", assignee=member, duration_minutes=WEEK)
    dated(site, shop)


def test_hours_of_the_plan_stand_beside_all_there_are(both, manager, browse):
    text = browse(manager).get(PAGE).text
    assert "<b>40</b><small>all 80 of 40 hr</small><em>40 hr too much</em>" in text
    assert "Wireframes" in text and "Basket" not in text
    assert PAGE in browse(manager).get(PAGE.removesuffix("workload/")).text


def test_who_has_nothing_in_the_plan_is_not_on_it(both, make, shop, manager, browse, dated):
    other = make.member(Role.MEMBER, name="Olga Other")
    make.task(shop, "Receipts", assignee=other, duration_minutes=WEEK)
    dated(shop)
    assert "Olga Other" not in browse(manager).get(PAGE).text


def test_a_plan_without_open_work_says_what_will_be_here(site, manager, browse):
    assert "Nothing left to do" in browse(manager).get(PAGE).text


def test_a_paused_plan_says_that_it_is_paused(both, site, manager, browse):
    Project.objects.filter(pk=site.pk).update(state=Project.State.PAUSED)
    text = browse(manager).get(PAGE).text
    assert "This project is paused" in text and "Nothing left to do" not in text


def test_weeks_go_on_for_two_years(both, manager, browse):
    browser = browse(manager)
    assert 'rel="next"' in browser.get(PAGE).text
    text = browser.get(PAGE, {"from": "2028-W09"}).text
    assert 'rel="prev"' in text and 'rel="next"' not in text


def test_tasks_stand_page_by_page(both, make, site, member, dated, manager, browse, monkeypatch):
    monkeypatch.setattr(workload, "A_PAGE", 2)
    for name in ("Moodboard", "Typography"):
        make.task(site, name, duration_minutes=WEEK)
    dated(site)
    browser = browse(manager)
    names, ways = ("Wireframes", "Moodboard", "Typography"), {"from": "2026-W11"}
    pages = [browser.get(PAGE, {**ways, "page": number}).text for number in (1, 2)]
    assert [[name in page for name in names] for page in pages] == [
        [True, True, False], [False, False, True],
    ]  # fmt: skip
    assert "1–2 of 3" in pages[0] and "?from=2026-W11&amp;page=2" in pages[0]


def test_guests_neither_open_it_nor_are_led_there(both, site, make, browse):
    person = make.member(Role.GUEST)
    make.on_project(site, person)
    guest = browse(person)
    assert guest.get(PAGE).status_code == 403
    assert PAGE not in guest.get(PAGE.removesuffix("workload/")).text


def test_the_page_asks_as_often_for_many_tasks_as_for_one(
    both, make, site, member, dated, manager, browse, django_assert_max_num_queries
):
    browser = browse(manager)
    browser.get(PAGE)
    with django_assert_max_num_queries(100) as few:
        browser.get(PAGE)
    for n in range(30):
        make.task(site, f"Task {n}", assignee=member, duration_minutes=60)
    dated(site)
    with django_assert_max_num_queries(len(few)):
        browser.get(PAGE)
