"""What every page about capacity needs: its tabs, and what the person may do."""

from typing import Any

from django.http import HttpResponse

from rapport.accounts.requests import StaffRequest
from rapport.resourcing import tabs
from rapport.resourcing.permissions import MANAGE_RESOURCING


def capacity_page(request: StaffRequest, here: str) -> dict[str, Any]:
    """Context of a page; `here` is its tab."""
    slug, role = request.workspace.slug, request.member.role
    return {
        "tabs": tabs.shown(slug, role=role, here=here),
        "may_manage": MANAGE_RESOURCING.held_by(role),
    }


def undone(request: StaffRequest, page: HttpResponse) -> HttpResponse:
    """The answer to an Undo: a toast's own script shows the page anew."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return page
