"""One act on many conversations: chosen in the list, and told in a word."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.inbox import roster
from rapport.inbox.bulk_forms import Selection, plain_wish, putting_off
from rapport.inbox.field_kinds import canonical, options
from rapport.inbox.forms import LinkForm
from rapport.inbox.models import Label
from rapport.inbox.moment_forms import MomentForm
from rapport.inbox.operations import bulk, labels
from rapport.inbox.operations.bulk import Wish, becomes
from rapport.inbox.permissions import HANDLE, SEE_INBOX
from rapport.inbox.queries import bulk as asked
from rapport.inbox.queries import fields, given, unread
from rapport.inbox.queries.saved_views import count
from rapport.inbox.views.bulk_words import said
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.projects.models import Project
from rapport.ui import words
from rapport.ui.toasts import toast

Answer = Wish | HttpResponse


@staff_view(SEE_INBOX)
def matching(request: StaffRequest) -> HttpResponse:
    """How many match what the list shows; asked only when somebody is about to choose them all."""
    found = count(Selection.of(request.GET).question, request.reader, most=bulk.MOST)
    more = "+" if found > bulk.MOST else ""
    text = f"{words.Count(min(found, bulk.MOST))}{more}"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@staff_view(HANDLE)
def members(request: StaffRequest) -> HttpResponse:
    """To whom they can be given, for the bar's menu."""
    people = Member.objects.active().select_related("user").order_by("user__name", "pk")
    away = roster.absent(request.workspace, at=now())
    return render(
        request, "inbox/_bulk_members.html", {"members": given.marked(list(people), away)}
    )


@staff_view(HANDLE, methods=("POST",))
def choose(request: StaffRequest) -> HttpResponse:
    """Do it to the checked ones, or to all that match. What wants to know more asks first."""
    selection = Selection.of(request.POST)
    try:
        wish = _wish(request)
        if isinstance(wish, HttpResponse):
            return wish
        return _begin(request, selection, wish)
    except Refused as refusal:
        return toast(request, _back(request, selection), str(refusal), tone="bad")


def _begin(request: StaffRequest, selection: Selection, wish: Wish) -> HttpResponse:
    ids = _ids(request, selection)
    act = bulk.begin(ids, wish, seen=selection.seen, by=request.member, at=now())
    response = _back(request, selection)
    if act is None:
        return toast(request, response, _("Choose at least one conversation."), tone="bad")
    here = reverse("inbox.act", args=[request.workspace.slug, act.pk])
    if act.total > bulk.AT_ONCE:
        return redirect(here)
    bulk.work_off(act, now=now)
    act.refresh_from_db()
    undo = f"{here}undo/" if act.done else ""
    return toast(request, response, said(act), undo=undo)


def _ids(request: StaffRequest, selection: Selection) -> list[int]:
    if selection.is_all:
        return asked.all_matching(selection.question, request.reader, most=bulk.MOST)
    return asked.picked(request.reader, selection.keys[: bulk.MOST])


def _wish(request: StaffRequest) -> Answer:
    act = request.POST.get("act", "")
    name, _rest, value = act.partition(":")
    if wish := plain_wish(act):
        return wish
    if name not in WISHES:
        return HttpResponseBadRequest(_("There is no such act."), content_type="text/plain")
    return WISHES[name](request, value)


def _assign(request: StaffRequest, value: str) -> Answer:
    if not value:
        return becomes("assignee", None)
    member = get_object_or_404(Member.objects.active(), pk=key_of(value))
    return becomes("assignee", member.pk)


def _label(request: StaffRequest, value: str) -> Answer:
    """One that is there, or by a name as it was typed."""
    return becomes("label", True, about=_label_named(request, value).pk)


def _unlabel(request: StaffRequest, value: str) -> Answer:
    return becomes("label", False, about=_label_named(request, value).pk)


def _label_named(request: StaffRequest, value: str) -> Label:
    if value:
        found: Label = get_object_or_404(Label.objects.live(), pk=key_of(value))
        return found
    name = request.POST.get("name", "")
    return labels.make(request.workspace, name, by=request.member, at=now())


def _later(request: StaffRequest, value: str) -> Answer:
    """A preset, or a day and hour that a page asks for."""
    given = {"when": value, "at": request.POST.get("at", "")}
    form = MomentForm(given if any(given.values()) else None)
    if form.is_bound and form.is_valid():
        try:
            return putting_off(form.moment(now()))
        except ValidationError as error:
            form.add_error("at", error)
    return _ask(request, "inbox/bulk_later.html", form)


def _link(request: StaffRequest, value: str) -> Answer:
    reader = request.reader
    form = LinkForm(
        request.POST if "client" in request.POST else None,
        clients=Client.objects.visible_to(reader).live().order_by("name"),
        projects=Project.objects.visible_to(reader).live().order_by("name"),
    )
    if form.is_bound and form.is_valid():
        client, project = form.cleaned_data["client"], form.cleaned_data["project"]
        if project and client and project.client_id != client.pk:
            form.add_error("project", _("This project belongs to another client."))
        else:
            client_id = project.client_id if project else client.pk if client else None
            return becomes("place", [client_id, project.pk if project else None])
    return _ask(request, "inbox/bulk_link.html", form)


def _field(request: StaffRequest, value: str) -> Answer:
    """One of the fields that every conversation has; a page asks which and what it says."""
    offered = fields.of_every_conversation(request.reader)
    field = next((one for one in offered if one.pk == key_of(value)), None)
    if field is not None and "value" in request.POST:
        return becomes("field", canonical(field, request.POST["value"]), about=field.pk)
    return _ask(request, "inbox/bulk_fields.html", [(one, options(one)) for one in offered])


def _reading(request: StaffRequest, value: str) -> Answer:
    """Read, or, where all of the checked ones are, unread again."""
    selection, after = Selection.of(request.POST), unread.since(now())
    ids = [] if selection.is_all else asked.picked(request.reader, selection.keys)
    known = unread.read_of(ids, request.member.pk, after)
    are_read = bool(known) and all(known.values())
    return becomes("reading", not are_read, about=[request.member.pk, after.isoformat()])


WISHES: dict[str, Callable[[StaffRequest, str], Answer]] = {
    "assign": _assign, "label": _label, "unlabel": _unlabel, "later": _later, "link": _link,
    "field": _field, "reading": _reading,
}  # fmt: skip


def _ask(request: StaffRequest, template: str, form: object) -> HttpResponse:
    """A page that carries along what was chosen."""
    selection = Selection.of(request.POST)
    context = {"selection": selection, "form": form, "back": _address(request, selection)}
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, context, status=status)


def _back(request: StaffRequest, selection: Selection) -> HttpResponse:
    return redirect(_address(request, selection))


def _address(request: StaffRequest, selection: Selection) -> str:
    where = reverse("inbox", args=[request.workspace.slug])
    return where + (selection.question.address if selection.asks else "")
