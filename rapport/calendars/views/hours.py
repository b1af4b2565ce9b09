"""Settings: the hours of the week, and the holidays."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.calendars.forms import (
    MOST_SLOTS,
    CountryForm,
    HolidayForm,
    WeekForm,
    filled,
    slots_of,
)
from rapport.calendars.models import Holiday, WorkingPeriod
from rapport.calendars.operations import holidays
from rapport.calendars.operations import hours as week_hours
from rapport.calendars.permissions import SET_HOURS
from rapport.calendars.queries.working_time import week
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(SET_HOURS, methods=("GET", "POST"))
def hours(request: StaffRequest) -> HttpResponse:
    """When the workspace works; POST sets the week."""
    if request.method != "POST":
        return _page(request)
    form = WeekForm(request.POST, slots=_slots(request))
    if form.is_valid():
        try:
            week_hours.set_week(
                request.workspace, form.periods(), by=request.member, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, _back(request), _("Saved."))
    return _page(request, week=form)


@staff_view(SET_HOURS, methods=("POST",))
def new_holiday(request: StaffRequest) -> HttpResponse:
    """Take one day off."""
    form = HolidayForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            holidays.add(
                request.workspace, said["day"], said["name"], by=request.member, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("day", str(refusal))
        else:
            return toast(request, _back(request), _("Added."))
    return _page(request, holiday=form)


@staff_view(SET_HOURS, methods=("POST",))
def country(request: StaffRequest) -> HttpResponse:
    """Take the public holidays of a country off, for three years."""
    form = CountryForm(request.POST, fetch=_url(request))
    if not form.is_valid():
        return _page(request, country=form)
    new_year = _today(request).replace(month=1, day=1)
    days = form.days(new_year, request.workspace.language)
    added = holidays.take(request.workspace, days, by=request.member, at=timezone.now())
    text = ngettext("%(n)s day added.", "%(n)s days added.", added) % {"n": added}
    return toast(request, _back(request), text)


@staff_view(SET_HOURS, methods=("POST",))
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Work on this day after all."""
    holidays.remove(get_object_or_404(Holiday.objects, pk=pk), by=request.member, at=timezone.now())
    return toast(request, _back(request), _("Removed: this day is worked."))


def _page(request: StaffRequest, **failed: Any) -> HttpResponse:
    chosen = {"country": request.GET.get("country", "")}
    slots = _slots(request)
    context = {
        "week": failed.get("week") or WeekForm(slots=slots, initial=filled(week(), slots)),
        "slots": slots,
        "more": slots + 1 if slots < MOST_SLOTS else None,
        "holiday": failed.get("holiday") or HolidayForm(),
        "country": failed.get("country") or CountryForm(initial=chosen, fetch=_url(request)),
        "holidays": Holiday.objects.filter(day__gte=_today(request)).order_by("day"),
        "is_usual": not WorkingPeriod.objects.exists(),
    }
    return render(request, "calendars/hours.html", context, status=422 if failed else 200)


def _slots(request: StaffRequest) -> int:
    return slots_of(week(), request.GET.get("periods"))


def _today(request: StaffRequest) -> date:
    """Where the hours count, wherever somebody looks from."""
    return timezone.localdate(timezone=ZoneInfo(request.workspace.time_zone))


def _url(request: StaffRequest) -> str:
    return reverse("settings.hours", kwargs={"slug": request.workspace.slug})


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(_url(request))
