"""The list of conversations, and those proposed for setting aside."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.operations import conversations
from rapport.inbox.permissions import HANDLE, SEE_INBOX
from rapport.inbox.queries import listing
from rapport.inbox.queries.listing import FILTERS, Question
from rapport.lib.keys import key_of
from rapport.ui import words
from rapport.ui.toasts import toast

MOST_PROPOSALS = 200


@staff_view(SEE_INBOX)
def inbox(request: StaffRequest) -> HttpResponse:
    """The conversations of one filter, or those that match some words."""
    question = Question.of(request.GET)
    page = listing.page(question, request.reader)
    after = ""
    if page.next_key:
        after = "?" + urlencode(
            {"show": question.show, "q": question.words, "after": page.next_key}
        )
    first = "?" + urlencode({"show": question.show, "q": question.words})
    context = {
        "question": question,
        "filters": FILTERS.items(),
        "conversations": page.conversations,
        "after_url": after,
        "first_url": first if question.after else "",
        "proposals": listing.proposed_count(request.reader)
        if question.show in ("waiting", "aside")
        else 0,
        "begun": None if request.htmx else listing.begun_mail(request.reader),
    }
    template = "inbox/inbox.html#rows" if request.htmx else "inbox/inbox.html"
    return render(request, template, context)


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
