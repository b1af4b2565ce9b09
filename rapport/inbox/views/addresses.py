"""Further addresses: of a project and a conversation on their pages, of a mailbox in Settings."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.address_forms import AliasForm, FurtherAddressForm
from rapport.inbox.models import Alias, Conversation, Mailbox
from rapport.inbox.operations import aliases
from rapport.inbox.permissions import CHANGE_MAILBOXES, HANDLE, SEE_INBOX, SEE_MAIL_SETTINGS
from rapport.inbox.views.loading import conversation_of
from rapport.lib.refusal import Refused
from rapport.projects.models import Project
from rapport.ui.toasts import toast

SHOWN = 100


@staff_view(SEE_INBOX)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """The address of a project, as a card on its page."""
    project = _project(request, key)
    give_url = reverse("inbox.give_project_address", args=[request.workspace.slug, key])
    return _card(request, project, give_url, "inbox/address_of_project.html")


@staff_view(SEE_INBOX)
def of_conversation(request: StaffRequest, number: int) -> HttpResponse:
    """The address of a conversation, beside it; what is on the side has none."""
    talk = conversation_of(request, number)
    if talk.is_side:
        return HttpResponse(status=204)
    give_url = reverse("inbox.give_conversation_address", args=[request.workspace.slug, number])
    return _card(request, talk, give_url, "inbox/address_of_conversation.html")


@staff_view(HANDLE, methods=("POST",))
def give_to_project(request: StaffRequest, key: str) -> HttpResponse:
    """Give a project an address."""
    return _give(request, _project(request, key))


@staff_view(HANDLE, methods=("POST",))
def give_to_conversation(request: StaffRequest, number: int) -> HttpResponse:
    """Give a conversation an address."""
    return _give(request, conversation_of(request, number))


@staff_view(HANDLE, methods=("POST",))
def switch(request: StaffRequest, pk: int) -> HttpResponse:
    """Off, or on again; once more is taken back."""
    alias = _of(request, pk)
    change = aliases.end if alias.is_running else aliases.resume
    change(alias, by=request.member, at=now())
    said = _("Switched off: it leads nowhere.") if alias.is_running else _("It leads here again.")
    return toast(request, _home(request, alias), said, undo=request.get_full_path())


@staff_view(HANDLE, methods=("POST",))
def renewal(request: StaffRequest, pk: int) -> HttpResponse:
    """Another address instead."""
    alias = _of(request, pk)
    try:
        fresh = aliases.renew(alias, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _home(request, alias), str(refusal), tone="bad")
    said = _("It has another address now: %(address)s.") % {"address": fresh.address}
    return toast(request, _home(request, alias), said)


@staff_view(HANDLE, methods=("POST",))
def replies(request: StaffRequest, pk: int) -> HttpResponse:
    """Have answers to our mails come there, or no more."""
    alias = _of(request, pk)
    wanted = not alias.takes_replies
    aliases.set_takes_replies(alias, takes_replies=wanted, by=request.member, at=now())
    said = _("Our mails ask for answers to it.") if wanted else _("Answers come as before.")
    return toast(request, _home(request, alias), said, undo=request.path)


@staff_view(SEE_MAIL_SETTINGS)
def of_mailbox(request: StaffRequest, pk: int) -> HttpResponse:
    """All addresses whose mail arrives in a mailbox."""
    return _mailbox_page(request, _mailbox(pk), FurtherAddressForm())


@staff_view(CHANGE_MAILBOXES, methods=("POST",))
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that another address is one of ours."""
    mailbox, form = _mailbox(pk), FurtherAddressForm(request.POST)
    if form.is_valid():
        try:
            aliases.add(
                mailbox, address=form.cleaned_data["address"], by=request.member, at=now()
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("address", str(refusal))
        else:
            response = redirect("inbox.addresses", slug=request.workspace.slug, pk=pk)
            return toast(request, response, _("Saved."))
    return _mailbox_page(request, mailbox, form)


def _mailbox_page(
    request: StaffRequest, mailbox: Mailbox, form: FurtherAddressForm
) -> HttpResponse:  # fmt: skip
    rows = Alias.objects.filter(mailbox=mailbox).select_related("project", "conversation")
    before = request.GET.get("before", "")
    shown = rows.filter(pk__lt=int(before)) if before.isdecimal() and len(before) < 18 else rows
    found = list(shown.order_by("-pk")[: SHOWN + 1])
    context = {
        "mailbox": mailbox, "form": form, "aliases": found[:SHOWN], "count": rows.count(),
        "older": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "may_change": CHANGE_MAILBOXES.held_by(request.member.role),
    }  # fmt: skip
    return render(request, "inbox/addresses.html", context, status=422 if form.errors else 200)


def _card(
    request: StaffRequest, target: Project | Conversation, give_url: str, template: str
) -> HttpResponse:
    may_give = HANDLE.held_by(request.member.role)
    alias = aliases.running_of(target)
    boxes = _carriers() if may_give and alias is None else []
    may_see = CHANGE_MAILBOXES.held_by(request.member.role)
    if alias is None and not boxes and not (may_see and isinstance(target, Project)):
        return HttpResponse(status=204)
    context: dict[str, Any] = {
        "alias": alias, "boxes": boxes, "may_give": may_give, "give_url": give_url,
        "last": aliases.last_of(target) if boxes else None, "form": AliasForm(boxes=boxes),
    }  # fmt: skip
    return render(request, template, context)


def _give(request: StaffRequest, target: Project | Conversation) -> HttpResponse:
    boxes = _carriers()
    form = AliasForm(request.POST, boxes=boxes)
    response = _page_of(request, target)
    if not boxes or not form.is_valid():
        said = _("No mailbox gets mail for further addresses yet.")
        return toast(request, response, said, tone="bad")
    word = form.cleaned_data["word"]
    try:
        alias = aliases.give(target, mailbox=form.carrier, word=word, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, response, str(refusal), tone="bad")
    said = _("It has an address now: %(address)s.") % {"address": alias.address}
    return toast(request, response, said, tone="good")


def _carriers() -> list[Mailbox]:
    """The mailboxes that get mail for more than their own address."""
    rows = Mailbox.objects.live().select_related("workspace").order_by("address")
    return [box for box in rows if aliases.can_carry(box)]


def _project(request: StaffRequest, key: str) -> Project:
    found: Project = get_object_or_404(Project.objects.visible_to(request.reader), key=key)
    return found


def _mailbox(pk: int) -> Mailbox:
    rows = Mailbox.objects.live().select_related("workspace")
    found: Mailbox = get_object_or_404(rows, pk=min(pk, 2**62))
    return found


def _of(request: StaffRequest, pk: int) -> Alias:
    """Those of a mailbox itself are changed by who may change mailboxes."""
    rows = Alias.objects.visible_to(request.reader)
    if not CHANGE_MAILBOXES.held_by(request.member.role):
        rows = rows.exclude(purpose=Alias.Purpose.MAILBOX)
    rows = rows.select_related("mailbox__workspace", "project", "conversation")
    found: Alias = get_object_or_404(rows, pk=min(pk, 2**62))
    return found


def _home(request: StaffRequest, alias: Alias) -> HttpResponse:
    target = alias.project or alias.conversation
    if target is None or request.GET.get("from") == "mailbox":
        return redirect("inbox.addresses", slug=request.workspace.slug, pk=alias.mailbox_id)
    return _page_of(request, target)


def _page_of(request: StaffRequest, target: Project | Conversation) -> HttpResponse:
    slug = request.workspace.slug
    if isinstance(target, Project):
        return redirect("projects.project", slug=slug, key=target.key)
    return redirect("inbox.conversation", slug=slug, number=target.number)
