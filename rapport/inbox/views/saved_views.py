"""Saved views: kept, changed, put in order, opened first, removed; and how many stand in each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import SavedView
from rapport.inbox.operations import saved_views
from rapport.inbox.permissions import SEE_INBOX, SHARE_VIEWS
from rapport.inbox.queries import criteria
from rapport.inbox.queries import saved_views as asked
from rapport.inbox.queries.question import Question
from rapport.inbox.view_forms import ViewForm
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin as waste


@staff_view(SEE_INBOX, methods=("GET", "POST"))
def index(request: StaffRequest) -> HttpResponse:
    """All that one has; keep what the list shows under a name."""
    question = _question(request)
    form = ViewForm(request.POST or None, may_share=_may_share(request))
    if request.method == "POST" and form.is_valid():
        try:
            view = saved_views.save(question, form.kept, by=request.member, at=now())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return toast(request, redirect(_address(request, view)), _("The view is kept."))
    first = asked.first_view(request.reader)
    context = {
        "question": question,
        "chips": criteria.chosen(question, request.reader, at=now()),
        "asks": question.address.removeprefix("?") if _names_question(request) else "",
        "form": form,
        "views": [(view, _may_change(request, view)) for view in asked.views_of(request.reader)],
        "first": first.pk if first else 0,
    }
    return render(request, "inbox/views.html", context, status=_status(form))


@staff_view(SEE_INBOX)
def counts(request: StaffRequest) -> HttpResponse:
    """The views with how many stand in each, for the line above the list."""
    named = key_of(request.GET.get("view", ""))
    here = next((one for one in asked.views_of(request.reader) if one.pk == named), None)
    context = {"entries": asked.counted(request.reader, here=here)}
    return render(request, "inbox/_views.html", context)


@staff_view(SEE_INBOX, methods=("GET", "POST"))
def view(request: StaffRequest, pk: int) -> HttpResponse:
    """Call it otherwise, or share it."""
    found = _own(request, pk)
    initial = {"name": found.name, "is_shared": found.is_shared, "roles": found.roles}
    form = ViewForm(request.POST or None, may_share=_may_share(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        saved_views.change(found, form.kept, by=request.member, at=now())
        return toast(request, _back(request), _("Saved."))
    question = Question.of_pairs(found.asks)
    context = {
        "view": found,
        "form": form,
        "question": question,
        "chips": criteria.chosen(question, request.reader, at=now()),
        "address": _address(request, found),
    }
    return render(request, "inbox/view.html", context, status=_status(form))


@staff_view(SEE_INBOX, methods=("POST",))
def asks(request: StaffRequest, pk: int) -> HttpResponse:
    """Let it ask for what the list shows; the undo brings what it asked for before."""
    found = _own(request, pk)
    before = Question.of_pairs(found.asks)
    saved_views.ask_for(found, _question(request), by=request.member, at=now())
    undo = request.path + before.address.replace("?", "?undo=1&", 1)
    response = redirect(_address(request, found))
    return toast(request, response, _("The view is kept as it is now."), undo=undo)


@staff_view(SEE_INBOX, methods=("POST",))
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """One up, or one down, among those that one sees."""
    found = _own(request, pk)
    order = asked.views_of(request.reader)
    at = next(place for place, one in enumerate(order) if one.pk == found.pk)
    to = at + (1 if request.POST.get("way") == "down" else -1)
    saved_views.place(found, order, to=to, by=request.member, at=now())
    return _back(request)


@staff_view(SEE_INBOX, methods=("POST",))
def first(request: StaffRequest, pk: int) -> HttpResponse:
    """Open one's inbox with it; with undo, with what waits for us as before."""
    found = _seen(request, pk)
    if "undo" in request.GET:
        saved_views.open_as_before(found, who=request.member)
        return toast(request, _back(request), _("The inbox opens with what waits for you."))
    saved_views.open_with(found, who=request.member)
    said = _("The inbox opens with “%(name)s”.") % {"name": found.name}
    return toast(request, _back(request), said, undo=request.path + "?undo=1")


@staff_view(SEE_INBOX, methods=("POST",))
def binning(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove it; the conversations in it stay where they are."""
    found = _own(request, pk)
    waste.put(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _back(request), _("In the bin."), undo=undo)


def _seen(request: StaffRequest, pk: int) -> SavedView:
    """One that they see."""
    rows = SavedView.objects.visible_to(request.reader).live()
    found: SavedView = get_object_or_404(rows, pk=min(pk, 2**62))
    if not found.is_for(request.reader):
        raise PermissionDenied
    return found


def _own(request: StaffRequest, pk: int) -> SavedView:
    """One that they may change: their own; a shared one takes somebody who may share."""
    found = _seen(request, pk)
    if not _may_change(request, found):
        raise PermissionDenied
    return found


def _may_change(request: StaffRequest, view: SavedView) -> bool:
    if view.is_shared:
        return _may_share(request)
    return view.owner_id == request.member.pk


def _may_share(request: StaffRequest) -> bool:
    return SHARE_VIEWS.held_by(request.member.role)


def _names_question(request: StaffRequest) -> bool:
    return "asks" in request.POST or "asks" in request.GET or "show" in request.GET


def _question(request: StaffRequest) -> Question:
    """What the list shows, as its address says it; an undo names it in its own address."""
    if "undo" in request.GET:
        return Question.of(request.GET)
    text = request.POST.get("asks", "") or request.GET.get("asks", "")
    return Question.of(QueryDict(text[:2000]) if text else request.GET)


def _address(request: StaffRequest, view: SavedView) -> str:
    return f"{reverse('inbox', args=[request.workspace.slug])}?view={view.pk}"


def _back(request: StaffRequest) -> HttpResponse:
    return redirect("inbox.views", slug=request.workspace.slug)


def _status(form: ViewForm) -> int:
    return 422 if form.is_bound and form.errors else 200
