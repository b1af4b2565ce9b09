"""The plan as a calendar: a month, a week or a day of what is to be done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from babel.dates import get_day_names
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.planning import menu
from rapport.planning.period import DAY, MONTH, WEEK, Period, name_in, period
from rapport.planning.queries.calendar_days import CalendarDay, calendar_days
from rapport.planning.queries.calendar_entries import Days, entries, people, without_dates
from rapport.planning.week_rows import Entry, WeekRow, by_day, week_rows
from rapport.projects.permissions import SEE_PROJECTS
from rapport.projects.views.loading import project_of, project_page
from rapport.resourcing.days import today_of
from rapport.ui import words

# A month stays in sight; a week has room for more; on a phone a day goes on, on a page of its own.
LANES = {MONTH: 4, WEEK: 24}
IN_LIST = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid; `hidden` entries have no room there."""

    about: CalendarDay
    is_today: bool
    is_outside: bool
    hidden: int


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day of the list, for phones and for a day alone."""

    about: CalendarDay
    is_today: bool
    entries: list[Entry]
    hidden: int


@staff_view(SEE_PROJECTS)
def page(request: StaffRequest, key: str) -> HttpResponse:
    """The days of `?month=2026-12`, `?week=2026-W49` or `?day=2026-12-04`, else of this month."""
    project = project_of(request, key)
    today = today_of(request.workspace, at=now())
    begins = words.date_locale().first_week_day
    shown = period(request.GET, today=today, first_weekday=begins)
    whose = people(project)
    person = next((one for one, _name in whose if one == request.GET.get("person")), "")
    days = calendar_days(project, shown.days(), request.reader, person=person)
    context = project_page(request, project, "planning.plan")
    found = entries(
        project, Days(shown.opens, shown.closes, person), request.reader,
        may_move=context["may_work"],
    )  # fmt: skip
    context |= {
        "more": menu.shown(request.workspace.slug, project.key, role=request.member.role),
        "beside": menu.beside(request.workspace.slug, project.key, role=request.member.role),
        "period": shown,
        "title": _title(shown),
        "ways": _ways(shown, today, person, begins),
        "people": whose,
        "person": person,
        "weekdays": _weekdays(begins),
        "weeks": [] if shown.shape == DAY else list(_weeks(found, shown, days, today)),
        "listed": _listed(found, shown, days, today),
        "undated": without_dates(project),
        "is_empty": not found,
        "alone": shown.shape == DAY,
    }
    return render(request, "planning/days.html", context)


def _weekdays(begins: int) -> list[str]:
    names = get_day_names("abbreviated", locale=words.date_locale())
    return [str(names[(begins + place) % 7]) for place in range(7)]


def _weeks(
    found: list[Entry], shown: Period, days: Mapping[date, CalendarDay], today: date
) -> Iterator[tuple[str, WeekRow, list[Cell]]]:
    for row in week_rows(found, shown.opens, shown.closes, lanes=LANES[shown.shape]):
        title = words.short_span(row.opens, row.opens + timedelta(days=6))
        yield title, row, _cells(row, shown, days, today)


def _cells(
    row: WeekRow, shown: Period, days: Mapping[date, CalendarDay], today: date
) -> list[Cell]:
    week = [row.opens + timedelta(days=number) for number in range(7)]
    return [
        Cell(days[day], day == today, not shown.first <= day <= shown.last, hidden)
        for day, hidden in zip(week, row.hidden, strict=True)
    ]


def _listed(
    found: list[Entry], shown: Period, days: Mapping[date, CalendarDay], today: date
) -> list[ListedDay]:
    """Days on which something begins, and today. A long day is cut short unless it is alone."""
    most = len(found) if shown.shape == DAY else IN_LIST
    grouped = by_day(found, shown.first, shown.last)
    listed = grouped.keys() | ({today} if shown.first <= today <= shown.last else set())
    return [
        ListedDay(days[day], day == today, of_day[:most], max(0, len(of_day) - most))
        for day in sorted(listed)
        for of_day in [grouped.get(day, [])]
    ]


def _title(shown: Period) -> str:
    if shown.shape == MONTH:
        return words.month(shown.first)
    return words.exact(shown.first) if shown.shape == DAY else words.span(shown.first, shown.last)


def _ways(shown: Period, today: date, person: str, first_weekday: int) -> dict[str, str]:
    """The addresses that lead on from here, for the same person; no address leads nowhere."""
    near = shown.about(today)
    names = {
        "month": {MONTH: name_in(MONTH, near, first_weekday)},
        "week": {WEEK: name_in(WEEK, near, first_weekday)},
        "today": {shown.shape: name_in(shown.shape, today, first_weekday)},
        "before": {shown.shape: shown.before},
        "after": {shown.shape: shown.after},
        "here": {shown.shape: shown.name},
    }
    whose = {"person": person} if person else {}
    return {
        way: f"?{urlencode({**name, **whose})}" if all(name.values()) else ""
        for way, name in names.items()
    }
