"""Whose weeks a what-if makes too full, over all projects."""

from datetime import timedelta

import pytest

from rapport.accounts.readers import reader_for
from rapport.planning.operations import scenarios
from rapport.planning.what_if import Edit
from rapport.portfolio.load import Span
from rapport.portfolio.queries.capacity import heat_map
from rapport.portfolio.queries.tried_load import tried_load
from rapport.projects.models import Project
from tests.portfolio.conftest import AT, MONDAY

DAY, WEEK = 480, 2400
PANEL = "/w/fernhill/projects/SITE/plan/scenarios/{}/load/"
PAGE = "/w/fernhill/projects/SITE/plan/scenarios/{}/"


@pytest.fixture(autouse=True)
def then(monkeypatch):
    for module in ("portfolio.views.tried_load", "planning.views.scenarios"):
        monkeypatch.setattr(f"rapport.{module}.now", lambda: AT)


@pytest.fixture
def both(make, site, shop, member, manager, dated):
    """Mara has three days of the shop this week, and two of the site; Teo is free."""
    make.task(shop, "Checkout", assignee=member, duration_minutes=3 * DAY)
    task = make.task(site, "Sketches", assignee=member, duration_minutes=2 * DAY)
    dated(site, shop)
    return task, make.member(name="Teo")


@pytest.fixture
def scenario(site, both, manager):
    return scenarios.draft(site, "it takes longer", by=manager, at=AT)


def _load(scenario, manager):
    return tried_load(scenario, reader_for(manager), at=AT)


def test_without_edits_nobodys_weeks_differ(scenario, manager):
    assert _load(scenario, manager).people == []


def test_what_does_not_fit_beside_the_other_project_is_named_by_week(
    scenario, both, member, manager
):
    task, _teo = both
    scenarios.try_edit(scenario, Edit("duration", task.pk, minutes=4 * DAY))
    found = _load(scenario, manager)
    [one] = found.people
    # Seven days of work are due by Thursday and Wednesday of a week of five: it is over by two.
    assert (one.name, one.is_new, one.is_worse) == (member.name, True, True)
    [week] = one.weeks
    assert (week.monday, week.before, round(week.after)) == (MONDAY, 0, 2 * DAY)
    assert (found.before, found.after) == (0, 1)


def test_giving_it_to_somebody_else_frees_the_week(scenario, both, member, manager, dated, site):
    task, teo = both
    task.duration_minutes = 4 * DAY
    task.save()
    dated(site)
    scenarios.try_edit(scenario, Edit("assigned", task.pk, member=teo.pk))
    [one] = _load(scenario, manager).people
    assert (one.name, one.is_freed, one.is_worse) == (member.name, True, False)


def test_the_today_of_a_scenario_is_the_heat_map(scenario, both, member, manager, dated, site):
    task, _teo = both
    task.duration_minutes = 4 * DAY
    task.save()
    dated(site)
    scenarios.try_edit(scenario, Edit("left_out", task.pk))
    span = Span(MONDAY, MONDAY, 4)
    line = heat_map(reader_for(manager), site.workspace, span).line(str(member.pk))
    [one] = _load(scenario, manager).people
    assert one.weeks[0].before == line.weeks[0].late > 0


def test_a_project_that_waits_keeps_nobody_busy(scenario, both, site, manager):
    task, _teo = both
    Project.objects.filter(pk=site.pk).update(state=Project.State.PAUSED)
    scenarios.try_edit(scenario, Edit("duration", task.pk, minutes=9 * DAY))
    assert _load(scenario, manager).people == []


def test_the_card_stands_on_the_page_and_says_it_in_words(scenario, both, member, manager, browse):
    task, _teo = both
    scenarios.try_edit(scenario, Edit("duration", task.pk, minutes=4 * DAY))
    browser = browse(manager)
    assert PANEL.format(scenario.number) in browser.get(PAGE.format(scenario.number)).text
    card = browser.get(PANEL.format(scenario.number)).text
    assert member.name in card
    assert "0 hr too much → 16 hr" in card
    assert browser.get(PANEL.format(77)).status_code == 404


def test_the_card_takes_the_same_queries_however_much_there_is(
    scenario, both, make, shop, site, manager, dated, django_assert_num_queries,
    django_assert_max_num_queries,
):  # fmt: skip
    task, teo = both
    scenarios.try_edit(scenario, Edit("duration", task.pk, minutes=4 * DAY))
    with django_assert_max_num_queries(31) as few:
        _load(scenario, manager)
    for number in range(40):
        make.task(shop, f"Other {number}", assignee=teo, duration_minutes=DAY)
        make.task(site, f"More {number}", assignee=make.member(name=f"P {number}"))
    dated(site, shop)
    with django_assert_num_queries(len(few.captured_queries)):
        _load(scenario, manager)


def test_the_furthest_week_is_two_years_away(scenario, both, manager):
    task, _teo = both
    day = MONDAY + timedelta(days=4000)
    scenarios.try_edit(scenario, Edit("not_before", task.pk, day=day))
    assert _load(scenario, manager).people == []
