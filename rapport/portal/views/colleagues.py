"""Who at their company sees what: shown to everybody, decided by whoever is entrusted with it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.clients.operations import sight
from rapport.portal.access import portal_view
from rapport.portal.requests import PortalRequest
from rapport.ui.paging import paged

A_PAGE = 50


@portal_view()
def colleagues(request: PortalRequest) -> HttpResponse:
    """Their own sight; for whoever decides, everybody's."""
    people = Contact.objects.visible_to(request.reader).known().order_by("name", "pk")
    deciders = list(people.filter(decides_for_company=True)[:5])
    context = {"deciders": deciders, "me": request.contact}
    if request.contact.decides_for_company:
        context |= paged(people, A_PAGE, request.GET.dict())
    return render(request, "portal/colleagues.html", context)


@portal_view(methods=("POST",))
def colleague(request: PortalRequest, pk: int) -> HttpResponse:
    """Let a colleague see the whole company's conversations, or (`?undo=1`) their own alone."""
    if not request.contact.decides_for_company:
        raise Http404
    people = Contact.objects.visible_to(request.reader).known()
    person = get_object_or_404(people, pk=min(pk, 2**62))
    if "undo" in request.GET:
        sight.narrow(person, by=request.contact, at=timezone.now())
        said = _("%(name)s sees their own conversations from now on.")
    else:
        sight.widen(person, by=request.contact, at=timezone.now())
        said = _("%(name)s sees all conversations of your company from now on.")
    messages.info(request, said % {"name": person.name})
    return redirect("portal.colleagues", slug=request.workspace.slug)
