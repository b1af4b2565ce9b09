"""To whom new conversations go by themselves."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.inbox import roster
from rapport.inbox.models import Rota
from rapport.inbox.operations import rota as giving
from rapport.inbox.permissions import REPLY, SET_ROTA
from rapport.inbox.rota_forms import RotaForm
from rapport.lib.refusal import Refused
from rapport.lib.roles import Role
from rapport.ui.toasts import toast


@staff_view(SET_ROTA, methods=("GET", "POST"))
def rota(request: StaffRequest) -> HttpResponse:
    """By hand, in turn, by load, or by load and skill; and among whom."""
    here = Rota.objects.first() or Rota()
    able = [role for role in Role if REPLY.held_by(role)]
    people = Member.objects.active().filter(role__in=able).select_related("user")
    form = RotaForm(
        request.POST if request.method == "POST" else None,
        people=people.order_by("user__name", "pk"),
        initial={"way": here.way, "members": here.members},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            giving.set_rota(
                request.workspace, way=chosen["way"], members=list(chosen["members"]),
                by=request.member, at=now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("members", str(refusal))
        else:
            response = redirect("inbox.rota", slug=request.workspace.slug)
            return toast(request, response, _("Saved."))
    context = {"form": form, "skills_page": roster.page()}
    return render(request, "inbox/rota.html", context, status=422 if form.errors else 200)
