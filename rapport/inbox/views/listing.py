"""The list of conversations, what narrows it, and those proposed for setting aside."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox import moments
from rapport.inbox.models import SavedView
from rapport.inbox.operations import conversations
from rapport.inbox.permissions import HANDLE, SEE_INBOX
from rapport.inbox.queries import (
    bulk,
    criteria,
    filtering,
    labels,
    listing,
    requests,
    saved_views,
    unread,
)
from rapport.inbox.queries.listing import FILTERS, Page, Question
from rapport.inbox.queries.question import SORTS
from rapport.lib.keys import key_of
from rapport.lib.priority import Priority
from rapport.ui import words
from rapport.ui.toasts import toast

MOST_PROPOSALS = 200


@staff_view(SEE_INBOX)
def inbox(request: StaffRequest) -> HttpResponse:
    """The conversations of one state, narrowed by whatever is asked for, or those of a view."""
    question, view = _asked(request)
    narrowed = criteria.chosen(question, request.reader, at=now())
    page = listing.page(question, request.reader, narrowed=narrowed)
    context = _rows(request, question, page) | {
        "question": question, "view": view, "filters": FILTERS.items(),
    }  # fmt: skip
    if request.htmx:
        return render(request, "inbox/inbox.html#rows", context)
    context |= _around(request, question, view) | {
        "chips": [(one, question.without(one.name, one.value).address) for one in narrowed],
        **_pages(question, page, view),
    }
    return render(request, "inbox/inbox.html", context)


@staff_view(SEE_INBOX)
def filters(request: StaffRequest) -> HttpResponse:
    """The form that narrows the list, for its dialog."""
    question = Question.of(request.GET)
    days = {name: "".join(question.values(name)) for name in ("from", "to")}
    context = {
        "question": question,
        "states": FILTERS.items(),
        "sorts": SORTS.items(),
        "offers": filtering.offers(question, request.reader),
        "days": [(name, criteria.LABELS[name], value) for name, value in days.items()],
    }
    return render(request, "inbox/_narrow.html", context)


@staff_view(HANDLE, methods=("GET", "POST"))
def proposals(request: StaffRequest) -> HttpResponse:
    """What looks as if nobody waits on an answer: set the chosen ones aside, all at once."""
    rows = listing.proposed(request.reader)
    if request.method == "POST":
        chosen = [key_of(pk) for pk in request.POST.getlist("pk")[:MOST_PROPOSALS]]
        if "keep" in request.POST:
            conversations.keep_many(rows.filter(pk__in=chosen), by=request.member, at=now())
            here = redirect("inbox.proposals", slug=request.workspace.slug)
            return toast(request, here, _("They stay in the inbox."))
        picked = rows if "all" in request.POST else rows.filter(pk__in=chosen)
        count = conversations.set_many_aside(picked, by=request.member, at=now())
        said = ngettext("%(n)s set aside.", "%(n)s set aside.", count) % {"n": words.Count(count)}
        return toast(request, redirect("inbox", slug=request.workspace.slug), said)
    context = {
        "proposals": rows.order_by("aside_proposal", "correspondent", "-last_message_at")[
            :MOST_PROPOSALS
        ],
        "count": rows.count(),
    }
    return render(request, "inbox/proposals.html", context)


def _asked(request: StaffRequest) -> tuple[Question, SavedView | None]:
    """What the address names; a view alone asks for what it keeps, and nothing at all for the
    view that opens first."""
    if not request.GET:
        view = saved_views.first_view(request.reader)
        return (Question.of_pairs(view.asks) if view else Question()), view
    view = _view_of(request)
    question = Question.of(request.GET)
    if view is None or "show" in request.GET:
        return question, view
    return replace(Question.of_pairs(view.asks), after=question.after), view


def _view_of(request: StaffRequest) -> SavedView | None:
    """The named view; 404 where it is not theirs to see."""
    if "view" not in request.GET:
        return None
    named = key_of(request.GET["view"])
    found = next((one for one in saved_views.views_of(request.reader) if one.pk == named), None)
    if found is None:
        raise Http404
    return found


def _rows(request: StaffRequest, question: Question, page: Page) -> dict[str, object]:
    may_handle = HANDLE.held_by(request.member.role)
    return {
        "conversations": page.conversations,
        "labels": labels.on(page.conversations),
        "unread": unread.among_these(page.conversations, request.member.pk, unread.since(now())),
        "may_handle": may_handle,
        "asks": question.address.removeprefix("?"),
        "seen": bulk.last_event(request.reader) if may_handle else 0,
    }


def _around(request: StaffRequest, question: Question, view: SavedView | None) -> dict[str, object]:
    reader, at = request.reader, now()
    is_quiet = question.is_plain and question.show in ("waiting", "aside")
    context: dict[str, object] = {
        "proposals": listing.proposed_count(reader) if is_quiet else 0,
        "begun": listing.begun_mail(reader),
        "asked_inside": words.counted(requests.mine_count(reader)),
        "entries": saved_views.entries(reader, here=view),
        "is_changed": view is not None and question.pairs != _kept(view),
    }
    if HANDLE.held_by(request.member.role):
        context |= {
            "acts": bulk.of_late(reader, at=at),
            "presets": moments.said(at, get_current_timezone()),
            "priorities": tuple((str(one.value), str(one.label)) for one in Priority),
        }
    return context


def _kept(view: SavedView) -> object:
    return Question.of_pairs(view.asks).pairs


def _pages(question: Question, page: Page, view: SavedView | None) -> dict[str, str]:
    named = (("view", view.pk),) if view else ()
    here = (*question.pairs, *named)
    after = "?" + urlencode((*here, ("after", page.next_key))) if page.next_key else ""
    return {"after_url": after, "first_url": "?" + urlencode(here) if question.after else ""}
