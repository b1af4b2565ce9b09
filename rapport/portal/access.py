"""The door of the portal: every page behind it is shown to one signed-in contact."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.lib.access import Access, View, declare, require_methods
from rapport.portal.session import contact_of
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

# The page behind the door, by the routed view: the preview shows it without a session.
BEHIND: dict[View, View] = {}


def portal_view(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """A route under /p/<slug>/ for a contact of a client of this workspace.

    Not signed in: to the sign-in page, and back afterwards. The view gets `request.workspace`,
    `.contact`, `.reader` and an open scope, in the contact's language and time zone.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            workspace = get_object_or_404(Workspace, slug=slug)
            contact = contact_of(request, workspace.pk)
            if contact is None:
                return to_sign_in(request, slug)
            root = reverse("portal.home", args=[slug])
            return show(request, contact, root, lambda: view(request, *args, **kwargs))

        routed = declare(require_methods(methods)(inner), Access("portal", methods=tuple(methods)))
        BEHIND[routed] = view
        return routed

    return wrap


def show(
    request: HttpRequest,
    contact: Contact,
    root: str,
    page: Callable[[], HttpResponseBase],
    previewer: Member | None = None,
) -> HttpResponseBase:
    """Make a page as this contact gets it: their rows, language and time zone."""
    with open_workspace(contact.workspace_id), translation.override(contact.language):
        request.workspace = contact.workspace  # type: ignore[attr-defined]
        request.contact = contact  # type: ignore[attr-defined]
        request.reader = contact.reader  # type: ignore[attr-defined]
        request.portal_root = root  # type: ignore[attr-defined]
        request.previewer = previewer  # type: ignore[attr-defined]
        with timezone.override(contact.time_zone):
            response = page()
            response.headers.setdefault("Content-Language", contact.language)
            return response


def to_sign_in(request: HttpRequest, slug: str) -> HttpResponseRedirect:
    """To the sign-in page; a page that was asked for by GET is remembered."""
    url = reverse("portal.sign_in", args=[slug])
    if request.method == "GET" and request.path != reverse("portal.home", args=[slug]):
        url += "?" + urlencode({"next": request.path})
    return HttpResponseRedirect(url)
