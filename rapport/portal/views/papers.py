"""Reports and files."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from rapport.files import access
from rapport.files.models import StoredFile
from rapport.files.responses import serve
from rapport.portal.access import portal_view
from rapport.portal.requests import PortalRequest
from rapport.portal.views.home import reports_of
from rapport.ui.paging import paged

A_PAGE = 50


@portal_view()
def reports(request: PortalRequest) -> HttpResponse:
    """Every report that was sent to them."""
    pages = paged(reports_of(request), A_PAGE, request.GET.dict())
    return render(request, "portal/reports.html", pages)


@portal_view()
def report(request: PortalRequest, key: str, number: int) -> HttpResponseBase:
    """The PDF as it was sent to them."""
    rows = reports_of(request)
    found = get_object_or_404(rows, report__project__key=key, report__number=number)
    if found.pdf is None:
        raise Http404
    return serve(found.pdf)


@portal_view()
def file(request: PortalRequest, token: str) -> HttpResponseBase:
    """A file they may see through one of its records; the same 404 for any other (A02)."""
    found = get_object_or_404(StoredFile.objects.all(), token=token)
    if not access.may_read(request.reader, found):
        raise Http404
    return serve(found, inline="inline" in request.GET)
