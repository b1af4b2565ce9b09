"""A person's own part of the week, and what is left of it when they are away."""

from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.calendars.models import WorkingPeriod
from rapport.resourcing.models import WorkingShare
from rapport.resourcing.own_hours import Away, OwnHours, minutes_of, shortened
from rapport.resourcing.queries.hours import everybody

PEOPLE = "/w/fernhill/capacity/people/"
MONDAY = date(2026, 3, 2)
WEEK = (((540, 720), (780, 1080)),) * 5 + ((), ())
days = st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n))
absences = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(0, 600)).map(
        lambda one: Away(
            MONDAY + timedelta(days=one[0]), MONDAY + timedelta(days=sum(one[:2])), one[2] or None
        )
    ),
    max_size=3,
)  # fmt: skip


def _hours(weekdays=(), weekly=None, away=(), holidays=()):
    return OwnHours(WEEK, frozenset(holidays), frozenset(weekdays), weekly, tuple(away))


def _week(hours):
    return [hours.minutes(MONDAY + timedelta(days=n)) for n in range(7)]


def test_without_a_share_a_person_works_as_the_workspace_does():
    assert _week(_hours()) == [480] * 5 + [0, 0]


def test_some_weekdays_fewer_hours_or_both():
    assert _week(_hours({2, 4})) == [0, 480, 0, 480, 0, 0, 0]
    assert _week(_hours(weekly=1200)) == [240] * 5 + [0, 0]
    assert _week(_hours({1, 2}, 480)) == [240, 240, 0, 0, 0, 0, 0]


def test_of_a_shorter_day_the_end_is_free():
    assert _hours(weekly=1200).periods(MONDAY) == ((540, 720), (780, 840))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(absences, st.frozensets(st.integers(1, 5)), st.integers(0, 480), days)
def test_nobody_works_more_because_they_are_away(away, weekdays, weekly, day):
    weekly = weekly or None
    with_them, without = _hours(weekdays, weekly, away), _hours(weekdays, weekly)
    assert 0 <= with_them.minutes(day) <= without.minutes(day)
    if any(one.first <= day <= one.last and one.daily_minutes is None for one in away):
        assert not with_them.periods(day)


@given(st.integers(-10, 900))
def test_a_shortened_day_is_as_long_as_asked(minutes):
    assert minutes_of(shortened(WEEK[0], minutes)) == max(0, min(480, minutes))


def test_a_manager_says_how_somebody_works_and_takes_it_back(browse, manager, member):
    browser, page = browse(manager), f"{PEOPLE}{member.pk}/"
    assert "None chosen" in browser.get(page).text
    said = {"role": "Designer", "weekdays": ["1", "2", "3"], "weekly_minutes": "20"}
    shown = browser.post(page, said, follow=True).text
    assert "20 hr a week" in shown
    assert "Designer · Mon, Tue, Wed" in shown
    assert "part-time" in shown
    assert everybody(MONDAY, MONDAY).of(member.pk).minutes(MONDAY) == 400
    same_role = said | {"weekly_minutes": "24"}
    answer = browser.post(page, same_role, follow=True)
    undo = str(list(answer.context["messages"])[0].extra_tags).split("undo=")[1]
    browser.post(undo)
    assert WorkingShare.objects.get().weekly_minutes == 1200


@pytest.mark.parametrize(
    "wrong", [{"weekly_minutes": "41"}, {"weekdays": ["6"]}, {"weekdays": ["9"]}], ids=str
)
def test_a_week_nobody_can_work_is_refused(browse, manager, member, wrong):
    answer = browse(manager).post(f"{PEOPLE}{member.pk}/", {"role": ""} | wrong)
    assert answer.status_code == 422
    assert not WorkingShare.objects.exists()


def test_the_share_is_of_the_workspaces_own_hours(make, member):
    WorkingPeriod.objects.create(workspace=make.workspace, weekday=1, starts=time(8), ends=time(12))
    assert everybody(MONDAY, MONDAY).of(member.pk).minutes(MONDAY) == 240


def test_only_who_manages_changes_hours(browse, member, viewer):
    assert browse(member).get(f"{PEOPLE}{member.pk}/").status_code == 403
    assert member.name in browse(viewer).get(PEOPLE).text
