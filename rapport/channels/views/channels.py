"""Channels in Settings: add, change, try, pause, renew the secret, remove."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels import own_pages, tasks, wording
from rapport.channels.forms import ChannelForm
from rapport.channels.models import Channel, Delivery
from rapport.channels.operations import channels, recalling
from rapport.channels.operations.our_address import address_of, is_out_of_reach
from rapport.channels.permissions import CHANGE_CHANNELS, SEE_CHANNEL_SETTINGS
from rapport.channels.queries.file_limits import files_said
from rapport.events.operations import jobs
from rapport.integrations import sealing
from rapport.integrations.providers.protocols import Approves, Polls, Recalls, Receives
from rapport.integrations.providers.registry import PROVIDERS
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast

SHOWN_ONCE = "channel_secret"
TRIALS_AN_HOUR = 30


@staff_view(SEE_CHANNEL_SETTINGS)
def index(request: StaffRequest) -> HttpResponse:
    """The channels and how each is doing."""
    stopped = Delivery.objects.filter(outcome=Delivery.Outcome.QUARANTINED)
    context = {
        "channels": Channel.objects.live().order_by("name", "pk"),
        "own_pages": own_pages.everything(),
        "vendors": [
            (one.slug, one.name, wording.WHAT.get(one.slug, "")) for one in PROVIDERS.values()
        ],
        "may_change": CHANGE_CHANNELS.held_by(request.member.role),
        "stopped": stopped.exists(),
    }
    return render(request, "channels/channels.html", context)


@staff_view(CHANGE_CHANNELS, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Add a channel of the vendor that the address names."""
    vendor = PROVIDERS.get(request.GET.get("vendor", ""))
    if vendor is None:
        return _home(request)
    return _edit(request, Channel(workspace=request.workspace, provider=vendor.slug))


@staff_view(CHANGE_CHANNELS, methods=("GET", "POST"))
def channel(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a channel, and see how its vendor is told of us."""
    found = channel_of(pk)
    if own := own_pages.of(found.provider):
        return redirect(own.page, slug=request.workspace.slug, pk=pk)
    return _edit(request, found)


@staff_view(CHANGE_CHANNELS, methods=("POST",))
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the vendor and say what it said; not so often that it would scan a network."""
    found = channel_of(pk)
    if not limits.allow(
        "channel.trial", str(request.member.pk), limit=TRIALS_AN_HOUR, seconds=3600
    ):
        return limits.too_many(request)
    try:
        name = channels.try_out(found, at=now())
    except Refused as refusal:
        return toast(request, _page(request, found), str(refusal), tone="bad")
    said = _("It works: %(name)s.") % {"name": name or found.name}
    return toast(request, _page(request, found), said, tone="good")


@staff_view(CHANGE_CHANNELS, methods=("POST",))
def look(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the vendor now for what did not reach us; the page says what was found."""
    found = channel_of(pk)
    who = str(request.member.pk)
    if not limits.allow("channel.trial", who, limit=TRIALS_AN_HOUR, seconds=3600):
        return limits.too_many(request)
    recalling.start_over(found)
    jobs.enqueue(
        tasks.look, workspace_id=request.workspace.pk, at=now(),
        unique_key=f"look:{found.pk}", channel=found.pk,
    )  # fmt: skip
    said = _("We are asking. What was missed appears in the inbox, and how much of it here.")
    return toast(request, _page(request, found), said)


@staff_view(CHANGE_CHANNELS, methods=("POST",))
def pause(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop or resume."""
    found = channel_of(pk)
    paused = not found.is_paused
    channels.set_paused(found, paused=paused, by=request.member, at=now())
    said = _("Paused: what comes in is kept, and read later.") if paused else _("Running again.")
    return toast(request, _home(request), said)


@staff_view(CHANGE_CHANNELS, methods=("POST",))
def secret(request: StaffRequest, pk: int) -> HttpResponse:
    """Make up a new secret; the old one is worth nothing from now on."""
    found = channel_of(pk)
    _show_once(request, found, channels.new_secret(found, by=request.member, at=now()))
    return _page(request, found)


@staff_view(CHANGE_CHANNELS, methods=("POST",))
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Into the bin, or (`?undo=1`) back."""
    found = get_object_or_404(Channel.objects, pk=min(pk, 2**62))
    if "undo" in request.GET:
        channels.bring_back(found, by=request.member, at=now())
        return _home(request)
    channels.remove(found, by=request.member, at=now())
    undo = reverse("channels.removal", args=[request.workspace.slug, pk]) + "?undo=1"
    return toast(request, _home(request), _("Removed. Its conversations stay."), undo=undo)


def _edit(request: StaffRequest, channel: Channel) -> HttpResponse:
    form = ChannelForm(request.POST or None, channel=channel)
    if request.method == "POST" and form.is_valid():
        channel.name = form.cleaned_data["name"]
        made = channels.save(channel, form.given, by=request.member, at=now())
        _show_once(request, channel, made)
        return toast(request, _page(request, channel), _("Saved."))
    context: dict[str, Any] = {
        "form": form, "channel": channel, "vendor": channel.speaks.name,
        "is_new": channel.pk is None, "out_of_reach": is_out_of_reach(),
        "is_asked": isinstance(channel.speaks, Polls),
        "recalls": isinstance(channel.speaks, Recalls),
        "approves": isinstance(channel.speaks, Approves), "files": files_said(channel.speaks),
        "no_recall": wording.NO_RECALL.get(channel.provider, ""),
        "steps": f"channels/steps/{channel.provider}.html",
        "makes_secrets": any(field.is_made_up for field in channel.speaks.fields),
    }  # fmt: skip
    if channel.pk is not None and isinstance(channel.speaks, Receives):
        context |= {"address": address_of(channel), "made": _shown_once(request, channel)}
    return render(request, "channels/channel.html", context, status=422 if form.errors else 200)


def _show_once(request: StaffRequest, channel: Channel, made: dict[str, str]) -> None:
    """Sealed even in the session: it lies in the database."""
    if made:
        request.session[SHOWN_ONCE] = {"channel": channel.pk, "sealed": sealing.seal(made)}


def _shown_once(request: StaffRequest, channel: Channel) -> list[tuple[Any, str]]:
    kept = request.session.get(SHOWN_ONCE)
    if request.method != "GET" or not kept or kept["channel"] != channel.pk:
        return []
    del request.session[SHOWN_ONCE]
    opened = sealing.unseal(kept["sealed"])
    return [(wording.LABELS[name], text) for name, text in opened.items()]


def channel_of(pk: int) -> Channel:
    """A live one of this workspace."""
    """A live one of this workspace."""
    found: Channel = get_object_or_404(Channel.objects.live(), pk=min(pk, 2**62))
    return found


def _page(request: StaffRequest, channel: Channel) -> HttpResponse:
    return redirect("channels.channel", slug=request.workspace.slug, pk=channel.pk)


def _home(request: StaffRequest) -> HttpResponse:
    return redirect("channels.channels", slug=request.workspace.slug)
