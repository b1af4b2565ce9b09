"""When somebody is at a chat, where that differs from the workspace's working time."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.calendars.forms import WeekForm, filled
from rapport.calendars.operations.hours import HoursRefused
from rapport.channels.permissions import CHANGE_CHANNELS
from rapport.chat.forms import ZoneForm
from rapport.chat.operations import widgets
from rapport.chat.queries.hours import hours_of, standing
from rapport.chat.views.widget import of
from rapport.ui.toasts import toast

# Morning, afternoon and evening.
SLOTS = 3


@staff_view(CHANGE_CHANNELS, methods=("GET", "POST"))
def hours(request: StaffRequest, pk: int) -> HttpResponse:
    """Its own week in its own zone, or (`usual`) the workspace's again."""
    widget, given = of(pk), request.POST or None
    page = redirect("chat.hours", slug=request.workspace.slug, pk=pk)
    if "usual" in request.POST:
        widgets.keep_usual_hours(widget, by=request.member, at=now())
        return toast(request, page, _("This chat keeps your working time again."))
    kept = hours_of(widget)
    week = WeekForm(given, slots=SLOTS, initial=filled(kept.days, SLOTS))
    zone = ZoneForm(given, initial={"time_zone": kept.zone})
    # Both are asked, so that each says what is wrong with it.
    if week.is_valid() & zone.is_valid():
        try:
            widgets.set_hours(
                widget, week.periods(), zone.cleaned_data["time_zone"], by=request.member, at=now()
            )
        except HoursRefused as refusal:
            week.add_error(None, str(refusal))
        else:
            return toast(request, page, _("Saved."))
    context = {
        "widget": widget, "week": week, "zone": zone, "standing": standing(widget, at=now()),
    }  # fmt: skip
    return render(request, "chat/hours.html", context, status=422 if given else 200)
