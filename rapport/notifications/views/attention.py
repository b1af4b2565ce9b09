"""How somebody wants to be reached: by kind, how often a day, and when."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.integrations.web_push import public_key
from rapport.notifications.forms import AttentionForm, PreferenceForm
from rapport.notifications.models import Preference, Topic
from rapport.notifications.operations import choosing
from rapport.notifications.permissions import OWN_NOTIFICATIONS
from rapport.notifications.queries import devices
from rapport.notifications.queries.preferences import attention_of, choices
from rapport.ui.toasts import toast


@staff_view(OWN_NOTIFICATIONS, methods=("GET", "POST"))
def preferences(request: StaffRequest) -> HttpResponse:
    """The page; one kind is saved at a time."""
    if request.method == "POST":
        form = PreferenceForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(_("That is not one of the choices. Nothing was changed."))
        topic, way = Topic(form.cleaned_data["topic"]), form.cleaned_data["way"]
        choosing.prefer(request.member, topic=topic, way=way)
        return _saved(request)
    return _page(request, AttentionForm(instance=attention_of(request.member)))


@staff_view(OWN_NOTIFICATIONS, methods=("POST",))
def attention(request: StaffRequest) -> HttpResponse:
    """The budget, the quiet hours, the digests, and what an interruption does."""
    form = AttentionForm(request.POST, instance=attention_of(request.member))
    if not form.is_valid():
        return _page(request, form, status=422)
    choosing.attend(request.member, chosen=form.cleaned_data)
    return _saved(request)


def _page(request: StaffRequest, form: AttentionForm, status: int = 200) -> HttpResponse:
    context = {
        "choices": choices(request.member),
        "ways": Preference.Way.choices,
        "form": form,
        "zone": request.member.user.time_zone,
        "devices": devices.of([request.member], now()),
        "push_key": public_key(),
    }
    return render(request, "notifications/preferences.html", context, status=status)


def _saved(request: StaffRequest) -> HttpResponse:
    here = reverse("notifications.preferences", kwargs={"slug": request.workspace.slug})
    stays = bool(request.headers.get("HX-Request"))
    return toast(request, HttpResponse(status=204) if stays else redirect(here), _("Saved."))
