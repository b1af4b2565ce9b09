"""A workspace says when it works; clocks and plans count in it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from rapport.accounts.models import User
from rapport.calendars.models import Holiday, WorkingPeriod
from rapport.calendars.operations import holidays, hours
from rapport.calendars.operations.hours import HoursRefused, Period
from rapport.calendars.queries import working_time
from rapport.calendars.queries.public_holidays import countries, public_holidays, subdivisions
from rapport.engine.business_time import working_minutes
from rapport.engine.calendar import WorkCalendar
from rapport.events.models import Event
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
from tests.conftest import NOW

PAGE = "/w/fernhill/settings/hours/"
MORNING, AFTERNOON = Period(1, time(8), time(12)), Period(1, time(13), time(17, 30))


def moment(day, hour):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_nine_to_five_counts_until_a_week_was_set(workspace, scope):
    opening = working_time.opening_hours(workspace)
    assert working_minutes(moment(2, 0), moment(9, 0), opening) == 5 * 480


def test_a_week_that_was_set_is_what_clocks_and_plans_count_in(workspace, admin):
    hours.set_week(workspace, [AFTERNOON, MORNING], by=admin, at=NOW)
    holidays.add(workspace, date(2026, 3, 9), "Day out", by=admin, at=NOW)
    opening, calendar = working_time.opening_hours(workspace), working_time.working_calendar()
    assert working_minutes(moment(2, 0), moment(16, 0), opening) == 510
    start, end = (moment(day, 0).replace(tzinfo=None) for day in (2, 16))
    assert WorkCalendar.of(calendar).minutes_between(start, end) == 510


def test_setting_the_same_week_again_is_no_act(workspace, admin):
    for _time in range(2):
        hours.set_week(workspace, [MORNING, AFTERNOON], by=admin, at=NOW)
    assert WorkingPeriod.objects.count() == 2
    event = Event.objects.get(verb="workspace.hours_changed")
    assert event.facts == {"minutes": 510}


@pytest.mark.parametrize(
    ("periods", "word"),
    [
        ([], "at least one"),
        ([Period(1, time(12), time(8))], "end after"),
        ([MORNING, Period(1, time(11), time(14))], "overlap"),
    ],
)
def test_a_week_that_cannot_be_is_refused_and_the_old_one_stays(workspace, admin, periods, word):
    hours.set_week(workspace, [MORNING], by=admin, at=NOW)
    with pytest.raises(HoursRefused, match=word):
        hours.set_week(workspace, periods, by=admin, at=NOW)
    assert WorkingPeriod.objects.get().ends == time(12)


def test_a_period_to_the_end_of_the_day_includes_its_last_minute(workspace, admin):
    hours.set_week(workspace, [Period(6, time(22), time(23, 59))], by=admin, at=NOW)
    assert working_time.week()[5] == ((1320, 1440),)


def test_the_page_shows_the_week_and_saves_another(admin, browse):
    browser = browse(admin)
    page = browser.get(PAGE)
    assert 'value="09:00"' in page.text
    assert "nine to five" in page.text
    said = {
        "d1_1_starts": "08:00",
        "d1_1_ends": "12:00",
        "d1_2_starts": "13:00",
        "d1_2_ends": "17:00",
    }
    assert browser.post(PAGE, said).status_code == 302
    assert working_time.week()[0] == ((480, 720), (780, 1020))
    assert working_time.week()[1] == ()


def test_work_over_midnight_and_to_its_end_is_said_as_people_say_it(admin, browse):
    said = {
        "d7_1_starts": "22:00",
        "d7_1_ends": "06:00",
        "d5_1_starts": "08:00",
        "d5_1_ends": "00:00",
    }
    assert browse(admin).post(PAGE, said).status_code == 302
    week = working_time.week()
    assert (week[6], week[0], week[4]) == (((1320, 1440),), ((0, 360),), ((480, 1440),))


def test_a_day_has_as_many_periods_as_are_asked_for_and_keeps_them(admin, browse):
    browser = browse(admin)
    assert "d1_3_starts" not in browser.get(PAGE).text
    page = browser.get(f"{PAGE}?periods=3")
    assert "d1_3_starts" in page.text
    said = {
        f"d1_{n}_{end}": value
        for n, (starts, ends) in enumerate(
            (("06:00", "08:00"), ("09:00", "12:00"), ("14:00", "18:00")), 1
        )
        for end, value in (("starts", starts), ("ends", ends))
    }
    browser.post(f"{PAGE}?periods=3", said)
    again = browser.get(PAGE).text
    assert 'name="d1_3_starts" value="14:00"' in again
    assert "?periods=4" in again
    assert browser.get(f"{PAGE}?periods=x").status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"d1_1_starts": "09:00", "d1_1_ends": "05:00"},
        {"d1_1_starts": "08:00"},
        {"d1_1_starts": "late", "d1_1_ends": "12:00"},
        {"d1_1_starts": "12:00", "d1_1_ends": "08:00"},
    ],
)
def test_hours_that_make_no_sense_are_shown_again_with_what_is_wrong(admin, browse, said):
    assert browse(admin).post(PAGE, said).status_code == 422
    assert not WorkingPeriod.objects.exists()


def test_public_holidays_of_a_region_are_taken_over_once(admin, browse):
    browser = browse(admin)
    for _time in range(2):
        said = {"country": "DE", "subdivision": "BY"}
        assert browser.post(f"{PAGE}country/", said).status_code == 302
    year = timezone.localdate().year
    assert Holiday.objects.filter(day=date(year, 1, 6)).exists()
    assert Holiday.objects.filter(day=date(year + 2, 1, 1)).exists()
    assert Event.objects.filter(verb="workspace.holidays_changed").count() == 1


def test_a_region_of_another_country_is_refused(admin, browse):
    said = {"country": "FR", "subdivision": "BY"}
    assert browse(admin).post(f"{PAGE}country/", said).status_code == 422


def test_the_regions_of_the_chosen_country_are_offered(admin, browse):
    assert "Bayern" in browse(admin).get(f"{PAGE}?country=DE").text


def test_countries_are_named_in_the_readers_language():
    assert ("DE", "Allemagne") in countries("fr")
    assert ("ENG", "England") in subdivisions("GB")
    assert subdivisions("nowhere") == []
    assert date(2026, 12, 25) in public_holidays("ES", "", [2026], "es")


def test_a_day_off_is_added_once_and_taken_back(workspace, admin, browse):
    browser = browse(admin)
    said = {"day": "2030-05-04", "name": "Studio day"}
    assert browser.post(f"{PAGE}holidays/", said).status_code == 302
    assert browser.post(f"{PAGE}holidays/", said | {"name": "Again"}).status_code == 422
    day = Holiday.objects.get()
    assert "Studio day" in browser.get(PAGE).text
    browser.post(f"{PAGE}holidays/{day.pk}/removal/")
    assert not Holiday.objects.exists()


def test_the_hours_of_another_company_are_out_of_reach(stranger, make, admin, browse):
    with open_workspace(stranger.workspace_id):
        theirs = Holiday.objects.create(
            workspace=stranger.workspace, day=date(2030, 1, 1), name="Theirs"
        )
    assert browse(admin).post(f"{PAGE}holidays/{theirs.pk}/removal/").status_code == 404
    assert Holiday.objects.count() == 0


def test_a_day_off_is_listed_while_it_lasts_where_the_hours_count(workspace, admin, browse):
    User.objects.filter(pk=admin.user_id).update(time_zone="Pacific/Kiritimati")
    Workspace.objects.filter(pk=workspace.pk).update(time_zone="Etc/GMT+12")
    there = timezone.localdate(timezone=ZoneInfo("Etc/GMT+12"))  # a day or two behind
    holidays.add(workspace, there, "Today there", by=admin, at=NOW)
    assert "Today there" in browse(admin).get(PAGE).text
