"""The door for a mail provider: set up, and what comes through it kept and read.

`store` commits before anything is tried. What was read is kept as mails in the same transaction in
which the delivery is marked as taken, so that whoever dies leaves it waiting.
"""

import hashlib
import secrets
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.engine.mail import Bounce
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Dispatch, HookDelivery, Mailbox, MailHook, RawMail
from rapport.inbox.operations import bounces
from rapport.inbox.operations.intake import Arrival
from rapport.integrations import mail_hooks, sealing
from rapport.integrations.mail_hooks import Account, Fate, Mail, Post
from rapport.lib.inserting import insert_unless_there
from rapport.lib.refusal import Refused

MOST_ATTEMPTS = 3
# So long after a mail left a provider may tell of it by its recipient alone.
TOLD_WITHIN = timedelta(days=5)
_EMPTY = zlib.compress(b"")


class Sealed(Refused):
    """The secret can no longer be read."""


class NoKey(Refused):
    """The provider's own key is missing."""


@transaction.atomic
def set_up(
    mailbox: Mailbox, *, provider: str, key: str, by: Member, at: datetime
) -> tuple[MailHook, str]:
    """Choose a provider; returns the secret that was made up for it, to be shown once. An empty key
    keeps the one that is there."""
    hook = MailHook.objects.filter(mailbox=mailbox).first()
    known = _opened(hook) if hook else {}
    if mail_hooks.READERS[provider].key and not (key or known.get("key")):
        raise NoKey(_("This provider needs its own key as well; it stands in its settings."))
    made = "" if hook else secrets.token_urlsafe(24)
    if hook is None:
        hook = MailHook(workspace=mailbox.workspace, mailbox=mailbox, created_at=at)
    hook.provider = provider
    hook.sealed_secret = sealing.seal(
        {"secret": made or known["secret"], "key": key or known.get("key", "")}
    )
    hook.save()
    publish(events.MAILBOX_CHANGED, subject=mailbox, by=by, at=at, facts={"hook": provider})
    return hook, made


@transaction.atomic
def new_secret(hook: MailHook, *, by: Member, at: datetime) -> str:
    """Make up the secret anew: what bears the old one is refused from now on."""
    made = secrets.token_urlsafe(24)
    hook.sealed_secret = sealing.seal(_opened(hook) | {"secret": made})
    hook.save(update_fields=["sealed_secret"])
    publish(events.MAILBOX_CHANGED, subject=hook.mailbox, by=by, at=at, facts={"new_secret": True})
    return made


def addresses(hook: MailHook, secret: str = "") -> dict[str, str]:
    """Where mail and where its fate is sent, by kind; with the secret in it while that is shown."""
    scheme, _sep, host = settings.PUBLIC_URL.partition("://")
    there = f"{scheme}://{mail_hooks.USER}:{secret or '…'}@{host}"
    return {
        "mail": there + reverse("inbox.hook", args=[hook.token]),
        "fate": there + reverse("inbox.hook_fate", args=[hook.token]),
    }


def verify(hook: MailHook, kind: str, post: Post, *, authorization: str) -> None:
    """Raise `Forged` unless the hook's provider sent this."""
    mail_hooks.verify(account(hook), kind, post, authorization=authorization)


def refuse(hook: MailHook, *, at: datetime) -> None:
    """Of what did not bear the secret nothing is kept, but that it came."""
    MailHook.objects.filter(pk=hook.pk).update(refused=F("refused") + 1, refused_at=at)


@transaction.atomic
def store(hook: MailHook, kind: str, post: Post, *, at: datetime) -> HookDelivery | None:
    """Keep the bytes; None where the same were kept before."""
    delivery = HookDelivery(
        workspace_id=hook.workspace_id, hook=hook, kind=kind,
        key=hashlib.sha256(post.body).hexdigest(),
        headers={name: post.headers.get(name, "") for name in mail_hooks.KEPT_HEADERS},
        content=zlib.compress(post.body, 6), size=len(post.body), received_at=at,
    )  # fmt: skip
    if not insert_unless_there(delivery):
        return None
    MailHook.objects.filter(pk=hook.pk).update(last_heard_at=at)
    return delivery


def post_of(delivery: HookDelivery) -> Post:
    """The request as it came."""
    headers = {name: str(value) for name, value in delivery.headers.items() if value}
    return Post(delivery.bytes, headers)


def account(hook: MailHook) -> Account:
    """What we share with the provider."""
    known = _opened(hook)
    return Account(hook.provider, str(known.get("secret", "")), str(known.get("key", "")))


def arrivals(delivery: HookDelivery, mails: Sequence[Mail]) -> list[Arrival]:
    """Its mails, to be kept."""
    mailbox = delivery.hook.mailbox
    return [
        Arrival(
            f"provider/{mailbox.pk}", mail.content, RawMail.Source.PROVIDER, mailbox,
            envelope={"from": mail.sender[:320], "to": [one[:320] for one in mail.recipients]},
        )
        for mail in mails
    ]  # fmt: skip


def mark(delivery: HookDelivery, outcome: str, *, at: datetime, said: str = "") -> bool:
    """Give it its outcome, once; False where somebody else did. What was taken in stands as mail
    elsewhere, and what tells nothing is not kept."""
    waiting = HookDelivery.objects.filter(pk=delivery.pk, outcome=HookDelivery.Outcome.WAITING)
    changes = {"outcome": outcome, "said": said[:300], "settled_at": at}
    if outcome != HookDelivery.Outcome.QUARANTINED:
        changes |= {"content": _EMPTY, "headers": {}}
    return bool(waiting.update(**changes))


def count_failure(delivery: HookDelivery, said: str, *, at: datetime) -> None:
    """An error of ours; after the third it is set aside, to be looked at."""
    HookDelivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1)
    if delivery.attempts + 1 >= MOST_ATTEMPTS:
        mark(delivery, HookDelivery.Outcome.QUARANTINED, at=at, said=said)


def run_again(delivery: HookDelivery) -> bool:
    """Let a quarantined one wait anew; whether it does."""
    rows = HookDelivery.objects.filter(
        pk=delivery.pk, outcome=HookDelivery.Outcome.QUARANTINED
    )  # fmt: skip
    return bool(rows.update(outcome="waiting", said="", attempts=0, settled_at=None))


def note_fates(hook: MailHook, fates: Sequence[Fate], *, at: datetime) -> int:
    """Tell the mails of ours that are meant; how many were found."""
    found = 0
    for fate in fates:
        dispatch = _meant(hook, fate, at)
        if dispatch is None or dispatch.message is None:
            continue
        reason = "complaint" if fate.is_complaint else fate.said
        report = Bounce(
            fate.recipient, hard=fate.is_over, original_id=dispatch.header_id, reason=reason,
            complaint=fate.is_complaint,
        )  # fmt: skip
        bounces.note([report], dispatch.message, at=at)
        found += 1
    return found


def _meant(hook: MailHook, fate: Fate, at: datetime) -> Dispatch | None:
    """Our mail with one of these ids; of a provider that gives mails ids of its own, the last that
    we sent to this person."""
    ours = Dispatch.objects.filter(mailbox=hook.mailbox_id).select_related("message")
    if named := ours.filter(header_id__in=fate.ids).first():
        return named
    lately = ours.filter(state=Dispatch.State.SENT, sent_at__gt=at - TOLD_WITHIN)
    for dispatch in lately.order_by("-sent_at", "-pk")[:200]:
        if fate.recipient in dispatch.recipients:
            return dispatch
    return None


def _opened(hook: MailHook) -> dict[str, object]:
    try:
        return sealing.unseal(hook.sealed_secret)
    except sealing.Unsealable as error:
        raise Sealed(_("The saved secret can no longer be read; please make a new one.")) from error
