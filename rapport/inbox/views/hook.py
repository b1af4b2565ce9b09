"""The door for mail providers: what they send is verified, kept, and read later by the worker."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt

from rapport.accounts import client_address, limits
from rapport.inbox import receiving_tasks
from rapport.inbox.models import HookDelivery, Mailbox, MailHook
from rapport.inbox.operations import mail_hooks
from rapport.integrations.mail_hooks import KEPT_HEADERS, Forged, Post
from rapport.lib.access import public_view
from rapport.workspaces.scope import open_workspace

# Providers take 30 MB of mail at most; files are longer by a third on the way.
LARGEST = 45 * 1024 * 1024
MOST_A_MINUTE = 600
MOST_WRONG_A_MINUTE = 60
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Rapport"'}


@csrf_exempt
@public_view(methods=("POST",))
def mail(request: HttpRequest, token: str) -> HttpResponse:
    """A mail that came in."""
    return _take(request, token, HookDelivery.Kind.MAIL)


@csrf_exempt
@public_view(methods=("POST",))
def fate(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a mail of ours."""
    return _take(request, token, HookDelivery.Kind.FATE)


def _take(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A password stands for the form's token: no browser, no session has a part in it. Whoever does
    not know it learns nothing and changes nothing."""
    rows = MailHook.everywhere.filter(
        token=token[:40], mailbox__binned_at=None, mailbox__arrives_by=Mailbox.Arrival.PROVIDER
    )
    hook = rows.select_related("workspace", "mailbox").first()
    if hook is None:
        return _wrong(request, 404)
    authorization = request.headers.get("Authorization", "")
    if not authorization:
        # Some say the password only when they are asked for it.
        return _wrong(request, 401)
    if not limits.allow("inbox.hook", str(hook.pk), limit=MOST_A_MINUTE, seconds=60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    with open_workspace(hook.workspace_id):
        return _verified(request, hook, kind, authorization)


def _verified(
    request: HttpRequest, hook: MailHook, kind: str, authorization: str
) -> HttpResponse:  # fmt: skip
    at = now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    # Not `body`: what a form may be at most says nothing of a mail.
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    post = Post(body, {name: request.headers.get(name, "") for name in KEPT_HEADERS})
    try:
        mail_hooks.verify(hook, kind, post, authorization=authorization)
    except Forged:
        answer = _wrong(request, 401)
        if answer.status_code == 401:
            mail_hooks.refuse(hook, at=at)
        return answer
    except mail_hooks.Sealed:
        # Nobody can tell whether it is true; providers send it again, once this is put right.
        return HttpResponse(status=503)
    receiving_tasks.take_in_delivery(hook, kind, post, at=at)
    return HttpResponse("kept", content_type="text/plain")


def _wrong(request: HttpRequest, status: int) -> HttpResponse:
    """Counted by where it came from; beyond a measure nothing more is looked up or written."""
    who = client_address.of(request)
    if limits.allow("inbox.hook_wrong", who, limit=MOST_WRONG_A_MINUTE, seconds=60):
        return HttpResponse(status=status, headers=CHALLENGE if status == 401 else {})
    return HttpResponse(status=429, headers={"Retry-After": "60"})
