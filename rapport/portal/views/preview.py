"""The portal as a named contact sees it, for staff, to look at and not to touch."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve, reverse

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.lib.access import declared
from rapport.portal.access import BEHIND, show
from rapport.portal.permissions import PREVIEW


@staff_view(PREVIEW)
def preview(request: StaffRequest, key: str, pk: int, rest: str = "") -> HttpResponseBase:
    """Any page of the portal that is opened by GET; every POST is refused by the door."""
    people = Contact.objects.visible_to(request.reader).live().filter(erased_at=None)
    contact = get_object_or_404(
        people.select_related("client", "workspace"), client__key=key, pk=pk
    )
    slug = request.workspace.slug
    try:
        match = resolve(reverse("portal.home", args=[slug]) + rest)
    except Resolver404:
        raise Http404 from None
    page, access = BEHIND.get(match.func), declared(match.func)
    if page is None or access is None or "GET" not in access.methods:
        raise Http404
    arguments = {name: value for name, value in match.kwargs.items() if name != "slug"}
    root = reverse("portal.preview", args=[slug, key, pk])
    return show(
        request, contact, root, lambda: page(request, **arguments), previewer=request.member
    )
