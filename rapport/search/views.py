"""The search page and the palette's answers."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.context import shell
from rapport.accounts.requests import StaffRequest
from rapport.search.permissions import SEARCH
from rapport.search.queries.find import SHOWN, Hit, answer, find

IN_PALETTE = 12


@staff_view(SEARCH)
def page(request: StaffRequest) -> HttpResponse:
    """What was found, in groups."""
    text = request.GET.get("q", "").strip()
    found = answer(request.reader, text, slug=request.workspace.slug)
    return render(request, "search/page.html", {"q": text, "answer": found, "limit": SHOWN})


@staff_view(SEARCH)
def palette(request: StaffRequest) -> JsonResponse:
    """Places that match, then records that match, for the command palette."""
    text = request.GET.get("q", "").strip()
    groups = [{"label": _("Go to"), "items": _places(request, text)}]
    groups += [
        {
            "label": group.label,
            "items": [
                {"label": hit.title, "note": _note(hit), "url": hit.url, "icon": hit.icon}
                for hit in group.hits
            ],
        }
        for group in find(request.reader, text, slug=request.workspace.slug, limit=IN_PALETTE)
    ]
    return JsonResponse({"groups": [group for group in groups if group["items"]]})


def _note(hit: Hit) -> str:
    return " · ".join(filter(None, [hit.note, _("Internal note") if hit.is_note else ""]))


def _places(request: StaffRequest, text: str) -> list[dict[str, str]]:
    slug = {"slug": request.workspace.slug}
    return [
        {
            "label": str(place.label),
            "note": "",
            "url": reverse(place.url_name, kwargs=slug),
            "icon": place.icon,
            "keys": place.shortcut,
        }
        for place in shell(request)["places"]
        if text.lower() in str(place.label).lower()
    ]
