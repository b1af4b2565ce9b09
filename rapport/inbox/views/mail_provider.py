"""The mail provider of a mailbox: which, where it sends, its password, what could not be read."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox import receiving_tasks
from rapport.inbox.address_forms import MailHookForm
from rapport.inbox.models import HookDelivery, Mailbox, MailHook
from rapport.inbox.operations import mail_hooks
from rapport.inbox.permissions import CHANGE_MAILBOXES
from rapport.integrations import sealing
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast

SHOWN_ONCE = "mail_hook_secret"
SHOWN = 50


@staff_view(CHANGE_MAILBOXES, methods=("GET", "POST"))
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose the provider, and see where it is to send."""
    mailbox = _mailbox(pk)
    hook = MailHook.objects.filter(mailbox=mailbox).first()
    form = MailHookForm(request.POST or None, initial={"provider": hook.provider if hook else ""})
    if request.method == "POST" and form.is_valid():
        try:
            hook, made = mail_hooks.set_up(
                mailbox, by=request.member, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("key", str(refusal))
        else:
            _show_once(request, hook, made)
            return toast(request, _page(request, mailbox), _("Saved."))
    made = _shown_once(request, hook)
    unread = HookDelivery.objects.filter(hook=hook, outcome=HookDelivery.Outcome.QUARANTINED)
    context = {
        "mailbox": mailbox, "hook": hook, "form": form, "made": made,
        "addresses": mail_hooks.addresses(hook, made) if hook else {},
        "unread": unread.order_by("-pk")[:SHOWN] if hook else (),
        "out_of_reach": settings.IS_LOCAL or not settings.PUBLIC_URL.startswith("https://"),
    }  # fmt: skip
    return render(request, "inbox/hook.html", context, status=422 if form.errors else 200)


@staff_view(CHANGE_MAILBOXES, methods=("POST",))
def secret(request: StaffRequest, pk: int) -> HttpResponse:
    """Make up a new password; the old one is worth nothing from now on."""
    mailbox = _mailbox(pk)
    hook = get_object_or_404(MailHook.objects.select_related("mailbox"), mailbox=mailbox)
    try:
        _show_once(request, hook, mail_hooks.new_secret(hook, by=request.member, at=now()))
    except Refused as refusal:
        return toast(request, _page(request, mailbox), str(refusal), tone="bad")
    return _page(request, mailbox)


@staff_view(CHANGE_MAILBOXES, methods=("POST",))
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Read one anew that could not be read."""
    rows = HookDelivery.objects.select_related("hook__mailbox")
    delivery = get_object_or_404(rows, pk=min(pk, 2**62))
    if mail_hooks.run_again(delivery):
        receiving_tasks.read_delivery(delivery=delivery.pk)
    delivery.refresh_from_db()
    read = delivery.outcome != HookDelivery.Outcome.QUARANTINED
    said = _("It could be read now.") if read else _("It still cannot be read.")
    response = _page(request, delivery.hook.mailbox)
    return toast(request, response, said, tone="good" if read else "bad")


def _show_once(request: StaffRequest, hook: MailHook, made: str) -> None:
    """Sealed even in the session: it lies in the database."""
    if made:
        request.session[SHOWN_ONCE] = {"hook": hook.pk, "sealed": sealing.seal({"secret": made})}


def _shown_once(request: StaffRequest, hook: MailHook | None) -> str:
    kept = request.session.get(SHOWN_ONCE)
    if request.method != "GET" or hook is None or not kept or kept["hook"] != hook.pk:
        return ""
    del request.session[SHOWN_ONCE]
    return str(sealing.unseal(kept["sealed"])["secret"])


def _mailbox(pk: int) -> Mailbox:
    rows = Mailbox.objects.live().filter(arrives_by=Mailbox.Arrival.PROVIDER)
    found: Mailbox = get_object_or_404(rows.select_related("workspace"), pk=min(pk, 2**62))
    return found


def _page(request: StaffRequest, mailbox: Mailbox) -> HttpResponse:
    return redirect("inbox.mail_provider", slug=request.workspace.slug, pk=mailbox.pk)
