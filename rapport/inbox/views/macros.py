"""Run a macro on a conversation, and take it back as one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Macro, MacroRun
from rapport.inbox.operations import macros
from rapport.inbox.permissions import KEEP_TEMPLATES, NOTE
from rapport.inbox.queries import macro_runs
from rapport.inbox.variables import Setting
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.inbox.views.slash import setting_of
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50


@staff_view(NOTE, methods=("POST",))
def run(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Do all of it. Who may run it is asked of each act."""
    conversation = conversation_of(request, number)
    rows = Macro.objects.visible_to(request.reader).live()
    macro: Macro = get_object_or_404(rows, pk=min(pk, 2**62))
    setting = setting_of(request, conversation, request.POST.get("to", ""))
    try:
        done = macros.run(macro, conversation, setting)
    except Refused as refusal:
        return refused(request, conversation, refusal)
    said = _("“%(name)s” is done.") % {"name": macro.name}
    undo = reverse("inbox.macro_undo", args=[request.workspace.slug, conversation.number, done.pk])
    return toast(request, back(request, conversation), said, undo=undo)


@staff_view(KEEP_TEMPLATES)
def runs(request: StaffRequest) -> HttpResponse:
    """Who ran which macro on what, and when; `?by=me` one's own, `?macro=` of one macro."""
    known = Macro.objects.visible_to(request.reader)
    named = request.GET.get("macro", "")
    of: Macro | None = get_object_or_404(known, pk=key_of(named)) if named else None
    mine, at = request.GET.get("by") == "me", now()
    rows = macro_runs.runs(request.reader, of=of, mine=mine)
    pages = paged(rows, A_PAGE, request.GET.dict())
    context = {
        **pages,
        "runs": [macro_runs.shown(run, request.reader, at=at) for run in pages["page"]],
        "of": of,
        "mine": mine,
    }
    return render(request, "inbox/macro_runs.html", context)


@staff_view(NOTE, methods=("POST",))
def undo(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Take back a run of one's own; from the list of runs back to it."""
    conversation = conversation_of(request, number)
    row: MacroRun = get_object_or_404(
        MacroRun.objects.filter(conversation=conversation, by=request.member), pk=min(pk, 2**62)
    )
    setting = Setting(request.member, request.reader, now(), conversation)
    try:
        macros.undo(row, conversation, setting)
    except Refused as refusal:
        return refused(request, conversation, refusal)
    if "listed" in request.GET:
        home = redirect("inbox.macro_runs", slug=request.workspace.slug)
        return toast(request, home, _("Taken back."))
    return toast(request, back(request, conversation), _("Taken back."))
