"""Settings: the custom fields of conversations and cases."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.inbox.field_forms import FieldForm, NewFieldForm
from rapport.inbox.models import CustomField
from rapport.inbox.operations import custom_fields
from rapport.inbox.permissions import DEFINE_FIELDS
from rapport.inbox.queries.fields import defined
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin as waste

HERE = "inbox.fields"


@staff_view(DEFINE_FIELDS, methods=("GET", "POST"))
def index(request: StaffRequest) -> HttpResponse:
    """All of them, and a new one."""
    form = NewFieldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            custom_fields.make(
                request.workspace, form.cleaned_data["kind"], form.definition, by=request.member,
                at=now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("choices", str(refusal))
        else:
            return toast(request, _back(request), _("Added."))
    context = {"fields": defined(request.reader), "form": form}
    return render(request, "inbox/fields.html", context, status=_status(form))


@staff_view(DEFINE_FIELDS, methods=("GET", "POST"))
def field(request: StaffRequest, pk: int) -> HttpResponse:
    """Change one; its kind stays."""
    found = _load(request, pk)
    words = "\n".join(label for _key, label in found.choices)
    initial = {
        "name": found.name, "choices": words, "is_required": found.is_required,
        "only_cases": found.only_cases,
    }  # fmt: skip
    form = FieldForm(request.POST if request.method == "POST" else None, initial=initial)
    if found.kind != CustomField.Kind.CHOICE:
        form.fields["choices"].widget = form.fields["choices"].hidden_widget()
    if request.method == "POST" and form.is_valid():
        try:
            custom_fields.change(found, form.definition, by=request.member, at=now())
        except Refused as refusal:
            form.add_error("choices", str(refusal))
        else:
            return toast(request, _back(request), _("Saved."))
    return render(request, "inbox/field.html", {"field": found, "form": form}, status=_status(form))


@staff_view(DEFINE_FIELDS, methods=("POST",))
def binning(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove it; it comes back with everything that was filled in."""
    found = _load(request, pk)
    waste.put(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _back(request), _("In the bin."), undo=undo)


def _load(request: StaffRequest, pk: int) -> CustomField:
    rows = CustomField.objects.visible_to(request.reader).live()
    found: CustomField = get_object_or_404(rows, pk=min(pk, 2**62))
    return found


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(HERE, slug=request.workspace.slug)


def _status(form: FieldForm) -> int:
    return 422 if form.is_bound and form.errors else 200
