"""What conversations ask for of whoever gets them by themselves."""

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Label, Mailbox
from rapport.inbox.permissions import SET_ROTA
from rapport.lib.refusal import Refused
from rapport.resourcing.models import Skill, SkillWanted
from rapport.resourcing.operations import skills_wanted
from rapport.resourcing.queries.skills_wanted import listed
from rapport.resourcing.skill_forms import SkillWantedForm
from rapport.ui.toasts import toast

HERE = "resourcing.wanted"


@staff_view(SET_ROTA, methods=("GET", "POST"))
def index(request: StaffRequest) -> HttpResponse:
    """All that is asked for, and one more. Undoing a removal says it again in the address."""
    said = request.POST if "skill" in request.POST else request.GET
    form = _form(request, said if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            row = skills_wanted.want(
                chosen["skill"], chosen["level"], form.which(), by=request.member, at=now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("resourcing.unwanted", args=[request.workspace.slug, row.pk])
            return toast(request, _back(request), _("Added."), undo=undo)
    context = {"wanted": listed(request.reader), "form": form}
    return render(
        request, "resourcing/skills_wanted.html", context, status=422 if form.errors else 200
    )


@staff_view(SET_ROTA, methods=("POST",))
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """They ask for it no more."""
    row: SkillWanted = get_object_or_404(listed(request.reader), pk=min(pk, 2**62))
    skills_wanted.drop(row, by=request.member, at=now())
    said = {
        "skill": row.skill.number, "level": row.level, "mailbox": row.mailbox_id or "",
        "label": row.label_id or "", "channel": row.channel, "language": row.language,
    }  # fmt: skip
    undo = f"{reverse(HERE, args=[request.workspace.slug])}?{urlencode(said)}"
    return toast(request, _back(request), _("Removed."), undo=undo)


def _form(request: StaffRequest, data: QueryDict | None) -> SkillWantedForm:
    reader = request.reader
    return SkillWantedForm(
        data,
        skills=Skill.objects.visible_to(reader).live().order_by("name", "pk"),
        mailboxes=Mailbox.objects.live().order_by("address"),
        labels=Label.objects.visible_to(reader).live().order_by("name", "pk"),
    )


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(HERE, slug=request.workspace.slug)
