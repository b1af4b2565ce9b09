"""Mailboxes in Settings: add, change, try, pause, sign in at the provider, check the domain."""

import secrets as randomness
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox import dns_check
from rapport.inbox.forms import MailboxForm
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import mailboxes
from rapport.inbox.permissions import CHANGE_MAILBOXES, SEE_MAIL_SETTINGS
from rapport.inbox.queries import reach
from rapport.integrations import mail_sign_in
from rapport.integrations.mail_sign_in import PROVIDERS
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast

STATE = "mail_sign_in"
TRIALS_AN_HOUR = 30


@staff_view(SEE_MAIL_SETTINGS)
def index(request: StaffRequest) -> HttpResponse:
    """The mailboxes and how each is doing."""
    context = {
        "mailboxes": Mailbox.objects.live().select_related("hook").order_by("address"),
        "listens": bool(settings.RECEIVE_LMTP or settings.RECEIVE_SMTP),
        "may_change": CHANGE_MAILBOXES.held_by(request.member.role),
        "system_server": bool(settings.SMTP_URL),
    }
    return render(request, "inbox/mailboxes.html", context)


@staff_view(CHANGE_MAILBOXES, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Add a mailbox."""
    mailbox = Mailbox(workspace=request.workspace, name=request.workspace.name)
    return _edit(request, mailbox)


@staff_view(CHANGE_MAILBOXES, methods=("GET", "POST"))
def mailbox(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a mailbox."""
    return _edit(request, _of(request, pk))


@staff_view(CHANGE_MAILBOXES, methods=("POST",))
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign in both ways and say what came of it; not so often that it would scan a network."""
    who = str(request.member.pk)
    if not limits.allow("mailbox.trial", who, limit=TRIALS_AN_HOUR, seconds=3600):
        return limits.too_many(request)
    tried = mailboxes.try_out(_of(request, pk), at=now())
    if tried.works:
        return toast(request, _home(request), _("It works: we can read and send."), tone="good")
    said = " ".join(part for part in (tried.imap, tried.smtp) if part)
    response = _home(request)
    if tried.offers_no_sign_in:
        where = reverse("inbox.mailbox", args=[request.workspace.slug, pk])
        response = redirect(f"{where}?offer=no-sign-in")
    return toast(request, response, said, tone="bad")


@staff_view(CHANGE_MAILBOXES, methods=("POST",))
def without_sign_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Send without signing in: the server offers none."""
    mailboxes.send_without_sign_in(_of(request, pk), by=request.member, at=now())
    return toast(request, _home(request), _("From now on it sends without signing in."))


@staff_view(CHANGE_MAILBOXES, methods=("POST",))
def pause(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop or resume fetching and sending."""
    found = _of(request, pk)
    paused = not found.is_paused
    mailboxes.set_paused(found, paused=paused, by=request.member, at=now())
    said = _("Paused: nothing is fetched or sent.") if paused else _("Running again.")
    return toast(request, _home(request), said)


@staff_view(CHANGE_MAILBOXES, methods=("POST",))
def sign_in(request: StaffRequest, pk: int) -> HttpResponse:
    """To the provider's sign-in page, with a state and a verifier only this session knows."""
    found = _of(request, pk)
    provider = PROVIDERS.get(found.sign_in)
    if provider is None:
        raise Http404
    if not provider.client_id:
        said = _("Whoever runs Rapport has to register it there first; see the guide.")
        return toast(request, _home(request), said, tone="bad")
    state, verifier = randomness.token_urlsafe(24), mail_sign_in.new_verifier()
    request.session[STATE] = {"state": state, "verifier": verifier, "mailbox": found.pk}
    url = mail_sign_in.address(
        provider, redirect=_redirect(request), state=state, verifier=verifier, hint=found.address
    )
    return redirect(url)


@staff_view(CHANGE_MAILBOXES)
def signed_in(request: StaffRequest) -> HttpResponse:
    """Back from the provider: the code becomes tokens, sealed into the mailbox."""
    kept = request.session.pop(STATE, {})
    state = request.GET.get("state", "")
    if not kept or not randomness.compare_digest(str(kept["state"]).encode(), state.encode()):
        raise BadRequest("no sign-in was begun here, or it was used already")
    found = _of(request, kept["mailbox"])
    provider = PROVIDERS.get(found.sign_in)
    if provider is None:
        raise Http404
    if refused := request.GET.get("error"):
        said = str(request.GET.get("error_description") or refused)[:200]
        return _not_signed_in(request, said)
    try:
        tokens = mail_sign_in.redeem(
            provider, code=request.GET.get("code", ""), redirect=_redirect(request),
            verifier=kept["verifier"],
        )  # fmt: skip
    except mail_sign_in.SignInFailed as error:
        return _not_signed_in(request, str(error))
    mailboxes.signed_in(found, tokens, by=request.member, at=now())
    return toast(request, _home(request), _("Signed in."), tone="good")


@staff_view(SEE_MAIL_SETTINGS)
def dns(request: StaffRequest) -> HttpResponse:
    """What the world's mail servers find out about our domains."""
    domains = sorted({found.domain for found in Mailbox.objects.live()})
    context = {"domains": [(domain, dns_check.check(domain)) for domain in domains[:5]]}
    return render(request, "inbox/dns.html", context)


def _edit(request: StaffRequest, mailbox: Mailbox) -> HttpResponse:
    before = mailbox.arrives_by
    form = MailboxForm(request.POST or None, instance=mailbox)
    if request.method == "POST" and form.is_valid():
        try:
            mailboxes.save(
                form.instance, password=form.cleaned_data["password"], by=request.member, at=now()
            )
        except Refused as refusal:
            form.add_error("address", str(refusal))
        else:
            return toast(request, _next(request, form.instance, before), _("Saved."))
    context: dict[str, Any] = {
        "form": form, "mailbox": mailbox, "is_new": mailbox.pk is None,
        "offers_no_sign_in": request.GET.get("offer") == "no-sign-in",
        "received": reach.domains_of(request.workspace),
    }  # fmt: skip
    return render(request, "inbox/mailbox.html", context, status=422 if form.errors else 200)


def _next(request: StaffRequest, mailbox: Mailbox, before: str) -> HttpResponse:
    """Whose mail a provider sends from now on, is told next which one."""
    if mailbox.arrives_by == Mailbox.Arrival.PROVIDER != before:
        return redirect("inbox.mail_provider", slug=request.workspace.slug, pk=mailbox.pk)
    return _home(request)


def _not_signed_in(request: StaffRequest, why: str) -> HttpResponse:
    said = _("The sign-in did not work: %(said)s") % {"said": why}
    return toast(request, _home(request), said, tone="bad")


def _of(request: StaffRequest, pk: int) -> Mailbox:
    found: Mailbox = get_object_or_404(Mailbox.objects.live(), pk=min(pk, 2**62))
    return found


def _redirect(request: StaffRequest) -> str:
    path = reverse("inbox.mail_sign_in", args=[request.workspace.slug])
    return f"{settings.PUBLIC_URL}{path}"


def _home(request: StaffRequest) -> HttpResponse:
    return redirect("inbox.mailboxes", slug=request.workspace.slug)
