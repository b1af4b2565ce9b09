"""Run a macro on a conversation, and take it back as one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Macro, MacroRun
from rapport.inbox.operations import macros
from rapport.inbox.permissions import NOTE
from rapport.inbox.variables import Setting
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.inbox.views.slash import setting_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


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


@staff_view(NOTE, methods=("POST",))
def undo(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Take back a run of one's own."""
    conversation = conversation_of(request, number)
    row: MacroRun = get_object_or_404(
        MacroRun.objects.filter(conversation=conversation, by=request.member), pk=min(pk, 2**62)
    )
    setting = Setting(request.member, request.reader, now(), conversation)
    try:
        macros.undo(row, conversation, setting)
    except Refused as refusal:
        return refused(request, conversation, refusal)
    return toast(request, back(request, conversation), _("Taken back."))
