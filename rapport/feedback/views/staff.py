"""How clients feel, for us."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.clients.views.loading import contact_of
from rapport.feedback.permissions import SEE_FEEDBACK
from rapport.feedback.queries import recent
from rapport.feedback.scores import LOW
from rapport.ui.paging import paged

PERIOD = timedelta(days=90)
A_PAGE, SHOWN = 50, 8


@staff_view(SEE_FEEDBACK)
def feedback(request: StaffRequest) -> HttpResponse:
    """Answers and figures, of all clients or of the one chosen, and the average of each."""
    since = timezone.now() - PERIOD
    chosen = _chosen(request)
    only = chosen.pk if chosen else None
    rows = recent.answers(request.reader)
    if chosen:
        rows = rows.filter(client=chosen)
    joined = rows.select_related("client", "invitation__contact", "invitation__case__client",
                                 "invitation__case__conversation")  # fmt: skip
    pages = paged(joined.order_by("-answered_at", "-pk"), A_PAGE, request.GET.dict())
    context = pages | {
        "summary": recent.summary(request.reader, since=since, client=only),
        "spread": recent.spread(request.reader, since=since, client=only),
        "held": recent.held(request.reader, since=since, client=only),
        "clients": recent.by_client(request.reader, since=since),
        "answers": pages["page"],
        "chosen": chosen,
    }
    return render(request, "feedback/list.html", context)


def _chosen(request: StaffRequest) -> Client | None:
    key = request.GET.get("client", "")
    return get_object_or_404(Client.objects.visible_to(request.reader), key=key) if key else None


@staff_view(SEE_FEEDBACK)
def of_client(request: StaffRequest, key: str) -> HttpResponse:
    """How one client feels, for their page; nothing while nobody was asked."""
    client = get_object_or_404(Client.objects.visible_to(request.reader), key=key)
    found = recent.summary(request.reader, since=timezone.now() - PERIOD, client=client.pk)
    if not found.invited:
        return HttpResponse(status=204)
    latest = recent.answers(request.reader).filter(client=client).exclude(sentence="")
    context = {
        "client": client,
        "summary": found,
        "latest": latest.select_related("invitation__contact").order_by("-answered_at").first(),
    }
    return render(request, "feedback/panel.html", context)


@staff_view(SEE_FEEDBACK)
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """What this person answered, newest first; nothing while nobody asked them."""
    person = contact_of(request, key, pk)
    rows = recent.answers(request.reader).filter(invitation__contact=person)
    found = list(rows.select_related("invitation__case").order_by("-answered_at", "-pk")[:SHOWN])
    if not found:
        return HttpResponse(status=204)
    return render(request, "feedback/of_contact.html", {"answers": found, "low": LOW})
