"""Templates that a vendor approved: write with one, see them all, say what fills their gaps."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts import limits
from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.models import Channel, Exchange, Handle, MessageTemplate
from rapport.channels.operations import approved, templates
from rapport.channels.permissions import CHANGE_CHANNELS, SEE_CHANNEL_SETTINGS
from rapport.channels.queries import offered, windows
from rapport.channels.views.channels import TRIALS_AN_HOUR, channel_of
from rapport.inbox import variables
from rapport.inbox.models import Conversation
from rapport.inbox.permissions import REPLY, SEE_INBOX
from rapport.inbox.variables import Setting
from rapport.inbox.views.loading import back, conversation_of
from rapport.integrations.providers.protocols import Approves, Sends
from rapport.lib.refusal import Refused
from rapport.ui import words
from rapport.ui.paging import paged
from rapport.ui.toasts import toast
from rapport.workspaces.operations import submissions

A_PAGE = 50


@staff_view(SEE_INBOX)
def beside(request: StaffRequest, number: int) -> HttpResponse:
    """Until when free words go, above where one writes."""
    conversation = conversation_of(request, number)
    handle, at = _handle(conversation), now()
    speaks = handle.channel.speaks
    if not isinstance(speaks, Sends):
        return HttpResponse(status=204)
    standing = windows.standing(handle.last_heard_at, speaks.window, at)
    context = {
        "conversation": conversation, "standing": standing,
        "until": words.moment(standing.until, at) if standing.until else "",
        "left": words.distance(standing.until, at) if standing.until else "",
        "has_just_ended": windows.has_just_ended(standing, at),
        "approves": isinstance(speaks, Approves),
        "may_write": REPLY.held_by(request.member.role),
    }  # fmt: skip
    return render(request, "channels/beside.html", context)


@staff_view(REPLY, methods=("GET", "POST"))
def template(request: StaffRequest, number: int) -> HttpResponse:
    """Choose one, fill it, see it as it will be read, send it."""
    conversation = conversation_of(request, number)
    handle = _handle(conversation)
    given = request.POST if request.method == "POST" else request.GET
    language = str(handle.contact.language if handle.contact else request.workspace.language)
    listed = offered.for_language(handle.channel, language)
    chosen = _chosen(listed, given.get("template", ""))
    setting = Setting(
        request.member, request.reader, now(), conversation, handle.contact, handle.name
    )
    blanks = offered.blanks(chosen, setting) if chosen else []
    values = {one.field: given.get(one.field, one.value)[:2000] for one in blanks}
    error = ""
    if request.method == "POST" and chosen:
        error = _send(request, conversation, chosen, values)
        if not error:
            return back(request, conversation)
    context = {
        "conversation": conversation, "handle": handle, "templates": listed, "chosen": chosen,
        "blanks": [(one, values[one.field]) for one in blanks], "error": error,
        "preview": offered.worded(chosen, values) if chosen else "",
    }  # fmt: skip
    part = "#preview" if request.htmx and request.method == "GET" else ""
    status = 422 if error else 200
    return render(request, f"channels/template.html{part}", context, status=status)


@staff_view(SEE_CHANNEL_SETTINGS)
def index(request: StaffRequest, pk: int) -> HttpResponse:
    """All of a channel, with what stands against each."""
    channel = channel_of(pk)
    rows = MessageTemplate.objects.filter(channel=channel, gone_at=None)
    pages = paged(rows.order_by("name", "language", "pk"), A_PAGE, request.GET.dict())
    context = pages | {
        "rows": [(one, offered.fillings(one)) for one in pages["page"]],
        "channel": channel, "variables": variables.known(),
        "may_change": CHANGE_CHANNELS.held_by(request.member.role),
    }  # fmt: skip
    return render(request, "channels/templates.html", context)


@staff_view(CHANGE_CHANNELS, methods=("POST",))
def refresh(request: StaffRequest, pk: int) -> HttpResponse:
    """List them anew."""
    channel = channel_of(pk)
    who = str(request.member.pk)
    if not limits.allow("channel.trial", who, limit=TRIALS_AN_HOUR, seconds=3600):
        return limits.too_many(request)
    try:
        count = templates.refresh(channel, at=now(), by=request.member)
    except Refused as refusal:
        return toast(request, _index(request, channel), str(refusal), tone="bad")
    said = ngettext("There is %(n)s template.", "There are %(n)s templates.", count) % {"n": count}
    return toast(request, _index(request, channel), said, tone="good")


@staff_view(CHANGE_CHANNELS, methods=("POST",))
def fills(request: StaffRequest, pk: int, template: int) -> HttpResponse:
    """Say what fills the gaps of one."""
    channel = channel_of(pk)
    rows = MessageTemplate.objects.select_related("channel").filter(channel=channel)
    found: MessageTemplate = get_object_or_404(rows, pk=min(template, 2**62))
    wanted = {
        key: request.POST.get(f"gap.{key}", "")
        for key in (f"{gap.part}.{gap.name}" for gap in found.wanted)
    }
    templates.fill_by(found, wanted, by=request.member, at=now())
    return toast(request, _index(request, channel), _("Saved."))


def _send(
    request: StaffRequest, conversation: Conversation, chosen: MessageTemplate,
    values: dict[str, str],
) -> str:  # fmt: skip
    """Why it was not sent; empty: it is on its way."""
    key = request.POST.get("once", "")[:100]
    once = submissions.digest_of(key, request.member.pk, request.path, chosen.pk, values)
    try:
        approved.write(conversation, chosen, values, once=once, by=request.member, at=now())
    except submissions.DoneAlready:
        return ""
    except Refused as refusal:
        return str(refusal)
    return ""


def _chosen(listed: list[MessageTemplate], given: str) -> MessageTemplate | None:
    return next((one for one in listed if str(one.pk) == given), None)


def _handle(conversation: Conversation) -> Handle:
    rows = Exchange.objects.filter(conversation=conversation, handle__channel__binned_at=None)
    exchange: Exchange = get_object_or_404(
        rows.select_related("handle__channel", "handle__contact__client")
    )
    return exchange.handle


def _index(request: StaffRequest, channel: Channel) -> HttpResponse:
    return redirect("channels.templates", slug=request.workspace.slug, pk=channel.pk)
