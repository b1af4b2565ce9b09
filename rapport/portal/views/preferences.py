"""How they like to be spoken to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.clients.operations import contacts
from rapport.portal.access import portal_view
from rapport.portal.forms import PreferencesForm
from rapport.portal.requests import PortalRequest


@portal_view(methods=("GET", "POST"))
def preferences(request: PortalRequest) -> HttpResponse:
    """Language, level of detail, time zone."""
    contact = request.contact
    known = {
        "language": contact.language, "detail": contact.detail, "time_zone": contact.time_zone
    }  # fmt: skip
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        contacts.prefer(contact, **form.cleaned_data, by=contact, at=timezone.now())
        with translation.override(form.cleaned_data["language"]):
            messages.info(request, _("Saved."))
        return redirect("portal.preferences", slug=request.workspace.slug)
    status = 422 if form.is_bound else 200
    return render(request, "portal/preferences.html", {"form": form}, status=status)
