"""One promise: make it, see it, settle it, move it."""

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.inbox.models import Message
from rapport.lib.refusal import Refused
from rapport.promises.forecasts import outlooks
from rapport.promises.forms import MoveForm, PromiseForm, TaskForm
from rapport.promises.models import Promise
from rapport.promises.operations import making, settling
from rapport.promises.permissions import MAKE_PROMISES, SEE_PROMISES
from rapport.ui.toasts import toast

OUTCOMES = {"kept": settling.keep, "broken": settling.break_, "withdrawn": settling.withdraw}


@staff_view(MAKE_PROMISES, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Make a promise; from a message it comes filled in."""
    if request.method == "GET":
        form = PromiseForm(initial=_proposed(request), reader=request.reader)
        return render(request, "promises/new.html", {"form": form, "message": _message(request)})
    form = PromiseForm(request.POST, reader=request.reader)
    if form.is_valid():
        try:
            made = making.make(form.promise(), by=request.member, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            page = redirect("promises.promise", slug=request.workspace.slug, number=made.number)
            return toast(request, page, _("Promise noted."))
    return render(request, "promises/new.html", {"form": form}, status=422)


@staff_view(SEE_PROMISES)
def promise(request: StaffRequest, number: int) -> HttpResponse:
    """What was promised, to whom, where, and what became of it."""
    return _page(request, _load(request, number))


@staff_view(MAKE_PROMISES, methods=("POST",))
def settlement(request: StaffRequest, number: int) -> HttpResponse:
    """Say what became of it: kept, broken, withdrawn, or open again."""
    found = _load(request, number)
    # The Undo of a toast posts nothing but its address.
    outcome = request.POST.get("outcome") or request.GET.get("outcome", "")
    settle = OUTCOMES.get(outcome, settling.reopen if outcome == "open" else None)
    if settle is None:
        return HttpResponseBadRequest(_("Choose what became of it."), content_type="text/plain")
    settle(found, by=request.member, at=timezone.now())
    page = redirect("promises.promise", slug=request.workspace.slug, number=found.number)
    said = _("Noted: %(state)s.") % {"state": found.get_state_display()}
    return toast(request, page, said, undo="" if found.is_open else _undo_url(request, found))


@staff_view(MAKE_PROMISES, methods=("POST",))
def day(request: StaffRequest, number: int) -> HttpResponse:
    """Move it to another day, keeping the old one."""
    found = _load(request, number)
    form = MoveForm(request.POST, promise=found)
    if form.is_valid():
        try:
            settling.move(found, **form.cleaned_data, by=request.member, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            page = redirect("promises.promise", slug=request.workspace.slug, number=found.number)
            return toast(request, page, _("Moved. The old day is kept."))
    return _page(request, found, form, status=422)


@staff_view(MAKE_PROMISES, methods=("POST",))
def task(request: StaffRequest, number: int) -> HttpResponse:
    """Say which task it hangs on, so that the plan's forecast stands beside it."""
    found = _load(request, number)
    form = TaskForm(request.POST, promise=found, reader=request.reader)
    page = redirect("promises.promise", slug=request.workspace.slug, number=found.number)
    if not form.is_valid():
        return toast(request, page, _("Choose a task of this project."), tone="bad")
    making.tie(found, form.cleaned_data["task"], by=request.member, at=timezone.now())
    return toast(request, page, _("Saved."))


def _undo_url(request: StaffRequest, found: Promise) -> str:
    return reverse("promises.settlement", args=[request.workspace.slug, found.number]) + (
        "?outcome=open"
    )


def _load(request: StaffRequest, number: int) -> Promise:
    rows = Promise.objects.visible_to(request.reader).live()
    joined = rows.select_related(
        "client", "project", "contact", "task", "made_by__user", "message__conversation",
        "workspace",
    )  # fmt: skip
    found: Promise = get_object_or_404(joined, number=number)
    return found


def _page(
    request: StaffRequest, found: Promise, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "promise": found,
        "moves": _moves(found),
        "form": form or MoveForm(promise=found),
        "seen": outlooks([found])[0],
        "task_form": TaskForm(promise=found, reader=request.reader) if found.project else None,
        "today": timezone.localdate(),
        "may_make": MAKE_PROMISES.held_by(request.member.role),
    }
    return render(request, "promises/promise.html", context, status=status)


def _moves(found: Promise) -> list[tuple[date, str]]:
    """Earlier days, newest first, with the name of who agreed to leave them."""
    agreed = [move["consent"] for move in found.was_due if move["consent"]]
    names = dict(Contact.objects.filter(pk__in=agreed).values_list("pk", "name"))
    return [
        (date.fromisoformat(move["due_on"]), names.get(move["consent"], ""))
        for move in reversed(found.was_due)
    ]


def _message(request: StaffRequest) -> Message | None:
    wanted = request.GET.get("message", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return None
    rows = Message.objects.visible_to(request.reader)
    found: Message = get_object_or_404(
        rows.select_related("conversation__client", "conversation__project"), pk=int(wanted)
    )
    return found


def _proposed(request: StaffRequest) -> dict[str, Any]:
    """What the message, the client or the project says already."""
    initial: dict[str, Any] = {"shown": True}
    initial |= {
        name: request.GET[name] for name in ("client", "project", "task") if name in request.GET
    }
    message = _message(request)
    if message is None:
        return initial
    talk = message.conversation
    person = talk.participants.exclude(contact=None).order_by("pk").first()
    initial |= {
        "message": message.pk,
        "client": talk.client.key if talk.client else None,
        "project": talk.project.key if talk.project else None,
        "contact": message.contact_id or (person.contact_id if person else None),
        "side": Promise.Side.CLIENT if message.kind == Message.Kind.IN else Promise.Side.US,
    }
    return initial
