"""An act on many as it goes on: its bar, what it left, an end to it, and its undoing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.events.models.event import UNDONE_WITHIN
from rapport.inbox.models import BulkAct
from rapport.inbox.operations import bulk
from rapport.inbox.permissions import HANDLE
from rapport.inbox.queries import bulk as asked
from rapport.inbox.views.bulk_words import said, what
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(HANDLE)
def act(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it is; htmx asks for that alone until it is over."""
    found = _own(request, pk)
    template = "inbox/act.html#progress" if request.htmx else "inbox/act.html"
    return render(request, template, _context(request, found))


@staff_view(HANDLE, methods=("POST",))
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin no more of it."""
    found = _own(request, pk)
    bulk.stop(found, at=now())
    return _to(request, found)


@staff_view(HANDLE, methods=("POST",))
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Put back what it changed; the toast that offers it loads its page anew."""
    found = _own(request, pk)
    try:
        back = bulk.undo(found, by=request.member, at=now())
    except Refused as refusal:
        if request.htmx:
            return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
        return toast(request, _to(request, found), str(refusal), tone="bad")
    if back.total > bulk.AT_ONCE:
        return HttpResponse(status=204) if request.htmx else _to(request, back)
    bulk.work_off(back, now=now)
    back.refresh_from_db()
    here = redirect("inbox", slug=request.workspace.slug)
    response = HttpResponse(status=204) if request.htmx else here
    return toast(request, response, said(back))


def _context(request: StaffRequest, found: BulkAct) -> dict[str, object]:
    undoing = BulkAct.objects.filter(undoes=found).first()
    is_fresh = found.ended_at is not None and now() - found.ended_at < UNDONE_WITHIN
    return {
        "act": found,
        "what": what(found),
        "said": said(found),
        "left": asked.left_by(found, request.reader) if found.is_over else (),
        "most_named": asked.MOST_NAMED,
        "undoing": undoing,
        "can_undo": is_fresh and found.done and not found.undoes_id and undoing is None,
    }


def _own(request: StaffRequest, pk: int) -> BulkAct:
    rows = BulkAct.objects.visible_to(request.reader).filter(by=request.member)
    found: BulkAct = get_object_or_404(rows.select_related("by__user"), pk=min(pk, 2**62))
    return found


def _to(request: StaffRequest, found: BulkAct) -> HttpResponse:
    return redirect("inbox.act", slug=request.workspace.slug, pk=found.pk)
