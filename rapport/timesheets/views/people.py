"""What other people logged in a week: everybody at a glance, and one person's week to read."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.timesheets.permissions import SEE_WEEKS
from rapport.timesheets.queries import weeks
from rapport.timesheets.queries.people import people, person_weeks
from rapport.ui.paging import paged

A_PAGE = 50


@staff_view(SEE_WEEKS)
def index(request: StaffRequest) -> HttpResponse:
    """Everybody with the hours of each day; `who`, a chosen person, leads to their week."""
    monday = weeks.monday_of(request.GET.get("week", ""), today=localdate())
    who = request.GET.get("who", "")
    if who.isdecimal() and len(who) < 10:
        there = reverse("time.person", kwargs={"slug": request.workspace.slug, "pk": int(who)})
        return redirect(f"{there}?week={weeks.name_of(monday)}")
    pages = paged(people(request.reader, monday), A_PAGE, request.GET.dict())
    context = pages | {
        "week": weeks.Week.from_monday(monday),
        "people": person_weeks(list(pages["page"]), request.reader, monday),
    }
    return render(request, "timesheets/people.html", context)


@staff_view(SEE_WEEKS)
def week(request: StaffRequest, pk: int) -> HttpResponse:
    """The week of one person, to read."""
    person = get_object_or_404(Member.objects.select_related("user"), pk=pk)
    monday = weeks.monday_of(request.GET.get("week", ""), today=localdate())
    context = {
        "person": person,
        "here": request.path,
        "week": weeks.week_of(person, monday),
        "people": people(request.reader, monday),
    }
    return render(request, "timesheets/week.html", context)
