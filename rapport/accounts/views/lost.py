"""A colleague lost their phone, or the mailbox they sign in with: what somebody above can do."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.accounts.access import staff_view
from rapport.accounts.forms import AddressForm
from rapport.accounts.models import Member
from rapport.accounts.operations import addresses, second_factors
from rapport.accounts.permissions import MANAGE_PEOPLE
from rapport.accounts.requests import StaffRequest
from rapport.accounts.views.addresses import may_ask
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(MANAGE_PEOPLE, methods=("POST",))
def second_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a colleague's second factor away, so that they can set up a new one."""
    member = _member(pk)
    team = redirect("team", slug=request.workspace.slug)
    try:
        second_factors.reset(member, by=request.member, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return team
    text = _("%(name)s signs in with the password alone now, and was told so.")
    return toast(request, team, text % {"name": member.name})


@staff_view(MANAGE_PEOPLE, methods=("GET", "POST"))
def address(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a link to a colleague's new address."""
    member = _member(pk)
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, member, form, status=422 if form.is_bound else 200)
    if not may_ask(request, member.user):
        return limits.too_many(request)
    email = form.cleaned_data["email"]
    try:
        addresses.ask_for(member, email=email, by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, member, form, status=409)
    text = _("A link is on its way to %(email)s, unless somebody signs in with it already.")
    response = redirect("team", slug=request.workspace.slug)
    return toast(request, response, text % {"email": email})


def _page(request: StaffRequest, member: Member, form: AddressForm, *, status: int) -> HttpResponse:
    context = {"form": form, "person": member}
    return render(request, "accounts/address.html", context, status=status)


def _member(pk: int) -> Member:
    member: Member = get_object_or_404(Member.objects.select_related("user"), pk=pk)
    return member
