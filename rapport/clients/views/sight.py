"""What a person at a client sees, and whether they decide it: set by us on the client's word."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.operations import sight
from rapport.clients.permissions import CHANGE_CLIENTS
from rapport.clients.views.loading import contact_of
from rapport.ui.toasts import toast


@staff_view(CHANGE_CLIENTS, methods=("POST", "DELETE"))
def company(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """They see their whole company's conversations (POST), or their own (DELETE)."""
    if _undoes(request):
        said = _("%(name)s sees their own conversations.")
        return _do(request, key, pk, sight.narrow, said, undo="")
    said = _("%(name)s sees the whole company's conversations.")
    return _do(request, key, pk, sight.widen, said, undo="?undo=1")


@staff_view(CHANGE_CLIENTS, methods=("POST", "DELETE"))
def decision(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """They decide for their company (POST), or no more (DELETE)."""
    if _undoes(request):
        said = _("%(name)s no longer decides who sees what.")
        return _do(request, key, pk, sight.relieve, said, undo="")
    said = _("%(name)s decides in the portal who sees what.")
    return _do(request, key, pk, sight.entrust, said, undo="?undo=1")


def _undoes(request: StaffRequest) -> bool:
    return request.method == "DELETE" or "undo" in request.GET


def _do(
    request: StaffRequest, key: str, pk: int, act: Callable[..., None], said: str, *, undo: str
) -> HttpResponse:
    person = contact_of(request, key, pk)
    act(person, by=request.member, at=now())
    response = redirect("clients.contact", slug=request.workspace.slug, key=key, pk=pk)
    return toast(request, response, said % {"name": person.name}, undo=request.path + undo)
