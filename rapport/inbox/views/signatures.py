"""Settings: what stands under one's letters."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.operations import signatures
from rapport.inbox.permissions import REPLY
from rapport.inbox.queries.signatures import of_member
from rapport.inbox.signature_forms import SignatureForm
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(REPLY, methods=("GET", "POST"))
def index(request: StaffRequest) -> HttpResponse:
    """All of them as they look, and one to say."""
    form = SignatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signatures.say(request.member, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, redirect("inbox.signatures", request.workspace.slug), _("Saved."))
    context = {"form": form, "signatures": of_member(request.member)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "inbox/signatures.html", context, status=status)
