"""A plan as the weeks of its people."""

import pytest

from rapport.lib.roles import Role

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
