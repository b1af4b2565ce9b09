"""The figures as a file."""

from django.http import Http404, HttpResponse
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.insights import files
from rapport.insights.forms import asked_narrowing, asked_period, people_of
from rapport.insights.permissions import SEE_INSIGHTS
from rapport.insights.queries.page import service

WRITERS = {
    "csv": (files.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        files.as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@staff_view(SEE_INSIGHTS)
def export(request: StaffRequest) -> HttpResponse:
    """All rows that the page shows, in minutes and counts, `as` the address says."""
    form = request.GET.get("as", "csv")
    if form not in WRITERS:
        raise Http404
    write, kind = WRITERS[form]
    period = asked_period(request)
    made = service(request.reader, period, asked_narrowing(request), people_of(request))
    response = HttpResponse(write(files.rows(made), made=now()), content_type=kind)
    name = f"insight-{period.first}-{period.last}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
