"""Settings: templates and macros, one's own and the team's."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.inbox import variables
from rapport.inbox.macro_forms import MacroForm
from rapport.inbox.macro_forms import initial_of as macro_initial
from rapport.inbox.macro_words import Teller
from rapport.inbox.models import Macro, Template
from rapport.inbox.operations import macros, templates
from rapport.inbox.permissions import KEEP_TEMPLATES, SHARE_TEMPLATES
from rapport.inbox.queries import kept
from rapport.inbox.template_forms import TemplateForm
from rapport.inbox.template_forms import initial_of as template_initial
from rapport.inbox.variables import Setting
from rapport.inbox.views.loading import conversation_of
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui.paging import paged
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin as waste

A_PAGE = 50


@staff_view(KEEP_TEMPLATES)
def template_list(request: StaffRequest) -> HttpResponse:
    """Those of the team and one's own, by folder."""
    return _list(request, Template, "inbox/templates.html")


@staff_view(KEEP_TEMPLATES)
def macro_list(request: StaffRequest) -> HttpResponse:
    """Those of the team and one's own, by folder."""
    return _list(request, Macro, "inbox/macros.html")


@staff_view(KEEP_TEMPLATES, methods=("GET", "POST"))
def new_template(request: StaffRequest) -> HttpResponse:
    """Keep a new one."""
    form = TemplateForm(request.POST or None, may_share=_may_share(request))
    if request.method == "POST" and form.is_valid():
        try:
            templates.make(form.written(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, redirect("inbox.templates", request.workspace.slug), _("Kept."))
    return _template_page(request, form, None)


@staff_view(KEEP_TEMPLATES, methods=("GET", "POST"))
def template(request: StaffRequest, pk: int) -> HttpResponse:
    """Change one."""
    found = _load(request, Template, pk)
    initial = template_initial(found, kept.texts_of([found])[found.pk])
    form = TemplateForm(request.POST or None, initial=initial, may_share=_may_share(request))
    if request.method == "POST" and form.is_valid():
        try:
            templates.change(found, to=form.written(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, redirect("inbox.templates", request.workspace.slug), _("Saved."))
    return _template_page(request, form, found)


@staff_view(KEEP_TEMPLATES, methods=("POST",))
def bin_template(request: StaffRequest, pk: int) -> HttpResponse:
    """Into the bin."""
    return _bin(request, _load(request, Template, pk), "inbox.templates")


@staff_view(KEEP_TEMPLATES, methods=("GET", "POST"))
def new_macro(request: StaffRequest) -> HttpResponse:
    """Keep a new one."""
    form = MacroForm(request.POST or None, may_share=_may_share(request))
    if request.method == "POST" and form.is_valid():
        try:
            found = macros.make(form.planned(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            there = redirect("inbox.macro", request.workspace.slug, found.pk)
            return toast(request, there, _("Kept."))
    return _macro_page(request, form, None)


@staff_view(KEEP_TEMPLATES, methods=("GET", "POST"))
def macro(request: StaffRequest, pk: int) -> HttpResponse:
    """Change one; with `?on=` try it on a conversation, where nothing stays of it."""
    found = _load(request, Macro, pk)
    initial = macro_initial(found)
    form = MacroForm(request.POST or None, initial=initial, may_share=_may_share(request))
    if request.method == "POST" and form.is_valid():
        try:
            macros.change(found, to=form.planned(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, redirect("inbox.macros", request.workspace.slug), _("Saved."))
    return _macro_page(request, form, found)


@staff_view(KEEP_TEMPLATES, methods=("POST",))
def bin_macro(request: StaffRequest, pk: int) -> HttpResponse:
    """Into the bin."""
    return _bin(request, _load(request, Macro, pk), "inbox.macros")


def _list(request: StaffRequest, model: Any, page: str) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = model.objects.visible_to(request.reader).live().called(words)
    pages = paged(rows.order_by("folder", "name", "pk"), A_PAGE, request.GET.dict())
    context = {"words": words, "can_share": _may_share(request)}
    return render(request, page, pages | context)


def _load(request: StaffRequest, model: Any, pk: int) -> Any:
    """One's own, or one of the team's where they may change these."""
    rows = model.objects.visible_to(request.reader).live()
    found = get_object_or_404(rows, pk=min(pk, 2**62))
    if found.owner_id is None and not _may_share(request):
        raise Http404
    return found


def _may_share(request: StaffRequest) -> bool:
    return SHARE_TEMPLATES.held_by(request.member.role)


def _bin(request: StaffRequest, found: Any, home: str) -> HttpResponse:
    waste.put(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, redirect(home, request.workspace.slug), _("In the bin."), undo=undo)


def _template_page(
    request: StaffRequest, form: TemplateForm, found: Template | None
) -> HttpResponse:
    shown = [variables.example_of(str(text)).text for text in _bodies(form)]
    context = {
        "form": form, "template": found, "variables": variables.known(), "shown": shown[:1]
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "inbox/template.html", context, status=status)


def _bodies(form: TemplateForm) -> list[object]:
    return [f.value() for _name, fields, _open in form.variants() for f in fields if f.value()]


def _macro_page(request: StaffRequest, form: MacroForm, found: Macro | None) -> HttpResponse:
    context: dict[str, object] = {
        "form": form, "macro": found, "variables": variables.known()
    }  # fmt: skip
    if found is not None and request.GET.get("on"):
        context["trial"] = _tried(request, found)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "inbox/macro.html", context, status=status)


def _tried(request: StaffRequest, found: Macro) -> dict[str, object]:
    conversation = conversation_of(request, key_of(request.GET["on"]))
    setting = Setting(request.member, request.reader, now(), conversation)
    try:
        changed = macros.rehearse(found, conversation, setting)
    except Refused as refusal:
        return {"refusal": str(refusal), "conversation": conversation}
    return {
        "conversation": conversation, "steps": Teller(setting).steps(found),
        "changes": len(changed),
    }  # fmt: skip
