"""The bell's page and the choices behind it."""

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.notifications.forms import PreferenceForm
from rapport.notifications.models import Notification, Preference, Topic
from rapport.notifications.operations import notify
from rapport.notifications.permissions import OWN_NOTIFICATIONS
from rapport.notifications.queries.preferences import choices, topics_in_app
from rapport.notifications.queries.telling import told
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50


@staff_view(OWN_NOTIFICATIONS)
def listing(request: StaffRequest) -> HttpResponse:
    """Unread first, then the latest that were read; of the topics wanted in the app."""
    topics = topics_in_app(request.member)
    rows = Notification.objects.filter(member=request.member, topic__in=topics)
    slug = request.workspace.slug
    ordered = rows.alias(is_read=Q(read_at__isnull=False)).order_by("is_read", "-last_at", "-pk")
    pages = paged(ordered, A_PAGE, request.GET.dict())
    shown = told(pages["page"], reader=request.reader, slug=slug)
    context = pages | {
        "unread": [item for item in shown if item.row.read_at is None],
        "read": [item for item in shown if item.row.read_at is not None],
    }
    return render(request, "notifications/list.html", context)


@staff_view(OWN_NOTIFICATIONS, methods=("POST", "DELETE"))
def reading(request: StaffRequest, pk: int) -> HttpResponse:
    """POST marks as read, DELETE takes it back."""
    if not Notification.objects.filter(member=request.member, pk=pk).exists():
        raise Http404
    if request.method == "DELETE":
        notify.unread(request.member, pk=pk)
    else:
        notify.read(request.member, pk=pk, at=now())
    return redirect("notifications.list", slug=request.workspace.slug)


@staff_view(OWN_NOTIFICATIONS, methods=("POST",))
def reading_all(request: StaffRequest) -> HttpResponse:
    """Mark everything as read."""
    notify.read_all(request.member, at=now())
    response = redirect("notifications.list", slug=request.workspace.slug)
    return toast(request, response, _("All read."))


@staff_view(OWN_NOTIFICATIONS, methods=("GET", "POST"))
def preferences(request: StaffRequest) -> HttpResponse:
    """What to be told of, and how; one topic is saved at a time."""
    if request.method == "POST":
        form = PreferenceForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(_("That is not one of the choices. Nothing was changed."))
        data = form.cleaned_data
        notify.prefer(
            request.member, topic=Topic(data["topic"]), in_app=data["in_app"], mail=data["mail"]
        )
        here = reverse("notifications.preferences", kwargs={"slug": request.workspace.slug})
        stays = bool(request.headers.get("HX-Request"))
        return toast(request, HttpResponse(status=204) if stays else redirect(here), _("Saved."))
    context = {"choices": choices(request.member), "rhythms": Preference.Mail.choices}
    return render(request, "notifications/preferences.html", context)
