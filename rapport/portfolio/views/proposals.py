"""What could move so that nobody is over-booked: ask, look, accept, throw away."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.permissions import SEE_COSTS
from rapport.portfolio.models import Levelling, Move
from rapport.portfolio.operations import levellings
from rapport.portfolio.permissions import LEVEL
from rapport.portfolio.queries.freshness import is_stale
from rapport.portfolio.queries.shown_moves import moves_of, shown, touched_by_all
from rapport.resourcing.days import today_of
from rapport.resourcing.permissions import SEE_RESOURCING
from rapport.resourcing.views.frame import capacity_page, undone
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50
HERE = "portfolio.proposals"


@staff_view(SEE_RESOURCING)
def newest(request: StaffRequest) -> HttpResponse:
    """The newest proposals, or what to ask for."""
    rows = Levelling.objects.visible_to(request.reader).live().select_related("workspace")
    return _page(request, rows.order_by("-number").first())


@staff_view(LEVEL, methods=("POST",))
def new(request: StaffRequest) -> HttpResponse:
    """Have it worked out."""
    asked = levellings.ask(request.workspace, by=request.member, at=now())
    return _to(request, asked)


@staff_view(SEE_RESOURCING)
def levelling(request: StaffRequest, number: int) -> HttpResponse:
    """Proposals by their number; while they are worked out, the page looks again by itself."""
    return _page(request, _load(request, number))


@staff_view(LEVEL, methods=("POST",))
def acceptance(request: StaffRequest, number: int) -> HttpResponse:
    """Accept all moves that are open."""
    found = _load(request, number)
    moves = [move for move in moves_of(found) if move.accepted_at is None]
    return _accepted(request, found, moves, reverse("portfolio.taking_back", args=_names(found)))


@staff_view(LEVEL, methods=("POST",))
def move_acceptance(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Accept one move."""
    found = _load(request, number)
    undo = reverse("portfolio.move_taking_back", args=[*_names(found), pk])
    return _accepted(request, found, [_move(found, pk)], undo)


@staff_view(LEVEL, methods=("POST",))
def taking_back(request: StaffRequest, number: int) -> HttpResponse:
    """Take back every accepted move."""
    found = _load(request, number)
    return _taken_back(request, found, list(moves_of(found)))


@staff_view(LEVEL, methods=("POST",))
def move_taking_back(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Take back one accepted move."""
    found = _load(request, number)
    return _taken_back(request, found, [_move(found, pk)])


@staff_view(LEVEL, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """Throw the proposals away; what was accepted stays."""
    found = _load(request, number)
    levellings.throw_away(found, by=request.member, at=now())
    page = redirect(HERE, slug=request.workspace.slug)
    return toast(request, page, _("In the bin."), undo=undo_url(request.workspace, found))


def _accepted(
    request: StaffRequest, found: Levelling, moves: list[Move], undo: str
) -> HttpResponse:
    today = today_of(request.workspace, at=now())
    try:
        levellings.accept(found, moves, today=today, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _to(request, found), str(refusal), tone="bad")
    said = ngettext("%(n)s proposal accepted.", "%(n)s proposals accepted.", len(moves))
    said %= {"n": len(moves)}
    return toast(request, _to(request, found), said, undo=undo)


def _taken_back(request: StaffRequest, found: Levelling, moves: list[Move]) -> HttpResponse:
    try:
        levellings.take_back(found, moves, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return undone(request, _to(request, found))


def _page(request: StaffRequest, found: Levelling | None) -> HttpResponse:
    context = capacity_page(request, HERE) | {
        "levelling": found,
        "sees_prices": SEE_COSTS.held_by(request.member.role),
        "may_level": LEVEL.held_by(request.member.role),
        "in_vain": found is not None and found.asked_at < now() - levellings.PATIENCE,
    }
    if found is None:
        return render(request, "portfolio/proposals.html", context)
    moves = moves_of(found)
    pages = paged(moves, A_PAGE, request.GET.dict())
    context |= pages | {
        "moves": shown(found, pages["page"]),
        "touched": touched_by_all(found),
        "stale": is_stale(found, today=today_of(request.workspace, at=now())),
        "open": sum(move.accepted_at is None for move in moves),
    }
    return render(request, "portfolio/proposals.html", context)


def _load(request: StaffRequest, number: int) -> Levelling:
    rows = Levelling.objects.visible_to(request.reader).live().select_related("workspace")
    found: Levelling = get_object_or_404(rows, number=number)
    return found


def _move(found: Levelling, pk: int) -> Move:
    move = next((one for one in moves_of(found) if one.pk == pk), None)
    if move is None:
        raise Http404
    return move


def _names(found: Levelling) -> list[str | int]:
    return [found.workspace.slug, found.number]


def _to(request: StaffRequest, found: Levelling) -> HttpResponse:
    return redirect("portfolio.levelling", slug=request.workspace.slug, number=found.number)
