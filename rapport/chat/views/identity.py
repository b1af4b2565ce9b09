"""Who is signed in on the site: the secret by which its server says so."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.permissions import CHANGE_CHANNELS
from rapport.chat.models import SiteSecret, Widget
from rapport.chat.operations import site_secrets
from rapport.chat.views.widget import of
from rapport.integrations import sealing
from rapport.ui.toasts import toast

SHOWN_ONCE = "chat_secret"


@staff_view(CHANGE_CHANNELS, methods=("GET", "POST"))
def identity(request: StaffRequest, pk: int) -> HttpResponse:
    """How it works; a POST makes a secret, or ends all of them."""
    widget = of(pk)
    if request.method == "POST":
        return _change(request, widget)
    rows = SiteSecret.objects.filter(widget=widget).holding(now())
    context = {
        "widget": widget, "secrets": list(rows.order_by("-pk")),
        "made": _shown_once(request, widget),
    }  # fmt: skip
    return render(request, "chat/identity.html", context)


def _change(request: StaffRequest, widget: Widget) -> HttpResponse:
    page = redirect("chat.identity", slug=request.workspace.slug, pk=widget.channel_id)
    if "end" in request.POST:
        site_secrets.end(widget, by=request.member, at=now())
        return toast(request, page, _("Ended. Visitors are known by what they type again."))
    secret = site_secrets.make(widget, by=request.member, at=now())
    # Sealed even in the session: it lies in the database.
    kept = {"channel": widget.channel_id, "sealed": sealing.seal({"secret": secret})}
    request.session[SHOWN_ONCE] = kept
    return page


def _shown_once(request: StaffRequest, widget: Widget) -> str:
    kept = request.session.get(SHOWN_ONCE)
    if not kept or kept["channel"] != widget.channel_id:
        return ""
    del request.session[SHOWN_ONCE]
    return str(sealing.unseal(kept["sealed"])["secret"])
