"""The doors of the staff side: every staff route goes through one of these."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation

from rapport.accounts import forwarding
from rapport.accounts.memberships import membership
from rapport.accounts.models import Member
from rapport.accounts.readers import reader_for
from rapport.lib.access import Access, View, declare, require_methods
from rapport.lib.permissions import Permission
from rapport.workspaces.scope import open_workspace


def staff_view(
    permission: Permission, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View], View]:
    """A route under /w/<slug>/ for members who hold a permission.

    Not signed in: to the sign-in page. Not a member, or the workspace does not exist: 404. A
    member without the permission: 403. A page that went elsewhere leads there. The view gets
    `request.workspace`, `.member`, `.reader`, an open scope, and the person's language and time
    zone; it does not take the slug.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            member = member_of(request, slug)
            if not permission.held_by(member.role):
                raise PermissionDenied
            with open_workspace(member.workspace_id):
                _prepare(request, member)
                try:
                    response = view(request, *args, **kwargs)
                except Http404:
                    new = forwarding.new_address_of(request)  # type: ignore[arg-type]
                    if new is None:
                        raise
                    return redirect(new)
                return _rendered(response)

        return declare(
            require_methods(methods)(inner), Access("staff", permission.name, tuple(methods))
        )

    return wrap


def signed_in_view(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """A route for a signed-in user outside any workspace (choosing one, own profile)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, *args, **kwargs)

        return declare(require_methods(methods)(inner), Access("signed-in", methods=methods))

    return wrap


def member_of(request: HttpRequest, slug: str) -> Member:
    """The signed-in person's active membership in this workspace, or 404."""
    member = membership(request.user, slug)  # type: ignore[arg-type]
    if member is None:
        raise Http404
    return member


def _prepare(request: HttpRequest, member: Member) -> None:
    request.workspace = member.workspace  # type: ignore[attr-defined]
    request.member = member  # type: ignore[attr-defined]
    request.reader = reader_for(member)  # type: ignore[attr-defined]
    translation.activate(member.user.language)
    timezone.activate(member.user.time_zone)


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Render lazily built pages while the scope is still open."""
    render = getattr(response, "render", None)
    return render() if callable(render) else response
