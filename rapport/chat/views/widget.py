"""A chat in Settings: set it up, copy its tag, look at it."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.permissions import CHANGE_CHANNELS, SEE_CHANNEL_SETTINGS
from rapport.chat.forms import WidgetForm
from rapport.chat.models import Widget
from rapport.chat.operations import widgets
from rapport.chat.queries.hours import standing
from rapport.ui.toasts import toast


@staff_view(CHANGE_CHANNELS, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Add a chat."""
    return _edit(request, widgets.blank(request.member))


@staff_view(CHANGE_CHANNELS, methods=("GET", "POST"))
def widget(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a chat, and copy the tag that puts it on a site."""
    return _edit(request, of(pk))


@staff_view(SEE_CHANNEL_SETTINGS)
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """It as visitors see it, on a page of ours; what is written there is a conversation too."""
    found = of(pk)
    context = {"widget": found, "loader": _loader(found, own=True), "standing": _standing(found)}
    return render(request, "chat/preview.html", context)


def _edit(request: StaffRequest, shown: Widget) -> HttpResponse:
    form = WidgetForm(request.POST or None, widget=shown)
    if request.method == "POST" and form.is_valid():
        form.fill(shown)
        widgets.save(shown, name=form.cleaned_data["name"], by=request.member, at=now())
        page = redirect("chat.widget", slug=request.workspace.slug, pk=shown.channel_id)
        return toast(request, page, _("Saved."))
    context = {
        "form": form, "widget": shown, "is_new": shown.pk is None,
        "tag": f'<script src="{_loader(shown)}" async></script>' if shown.pk else "",
        "standing": _standing(shown),
    }  # fmt: skip
    return render(request, "chat/widget.html", context, status=422 if form.errors else 200)


def _loader(shown: Widget, *, own: bool = False) -> str:
    where = reverse("chat.loader", args=[shown.channel.token])
    return where if own else f"{settings.PUBLIC_URL}{where}"


def _standing(shown: Widget) -> str:
    return standing(shown, at=now()).sentence


def of(pk: int) -> Widget:
    """The chat of this channel, else 404."""
    rows = Widget.objects.filter(channel__binned_at=None).select_related("channel", "workspace")
    found: Widget = get_object_or_404(rows, channel=min(pk, 2**62))
    return found
