"""Visitors: they come, say who they are, type, read and go."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.channels.models import Handle
from rapport.channels.operations import handles
from rapport.chat.models import Visitor, Widget
from rapport.chat.models.visitor import digest_of
from rapport.clients.models import Contact

KEPT = timedelta(days=180)
MOST_FORGOTTEN = 2_000
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody came. A contact is proved; all else is what a browser says."""

    language: str
    time_zone: str
    origin: str = ""
    contact: Contact | None = None


@transaction.atomic
def begin(widget: Widget, came: Arrival, *, at: datetime) -> tuple[Visitor, str]:
    """A visitor, and the token by which their browser is known from now on. The session is proved
    to be the same one each time, so its handle counts; whose it is, nothing proves but a
    contact's own sign-in."""
    token = secrets.token_urlsafe(32)
    contact, address = came.contact, _address()
    handle = Handle(
        workspace_id=widget.workspace_id, channel=widget.channel, address=address,
        name=contact.name if contact else _unnamed(widget, address), contact=contact,
        is_verified=True, created_at=at,
    )  # fmt: skip
    handle.save()
    visitor = Visitor(
        workspace_id=widget.workspace_id, handle=handle, token_digest=digest_of(token),
        language=came.language, time_zone=came.time_zone, origin=came.origin,
        email=contact.email if contact else "", seen_at=at, stirred_at=at, created_at=at,
    )  # fmt: skip
    visitor.save()
    return visitor, token


@transaction.atomic
def introduce(visitor: Visitor, *, name: str, email: str, at: datetime) -> None:
    """What they say of themselves: said as such, bound to nobody. Who is proved stays who they
    are."""
    if visitor.handle.contact is not None:
        return
    if name := " ".join(name.split()):
        with translation.override(visitor.workspace.language):
            said = _("%(name)s (visitor)") % {"name": name}
        handles.called(visitor.handle, said[:200])
    if email:
        Visitor.objects.filter(pk=visitor.pk).update(email=email, stirred_at=at)
        visitor.email = email


def is_open(visitor: int, *, at: datetime) -> bool:
    """A page of theirs listens; False once they are forgotten or the chat was switched off."""
    rows = Visitor.everywhere.filter(
        pk=visitor, handle__channel__is_paused=False, handle__channel__binned_at=None
    )
    return bool(rows.update(seen_at=at))


def arrive(visitor: Visitor, *, at: datetime) -> None:
    """They are here; whoever of us looks is told, where they were away."""
    changes = {"seen_at": at} if visitor.is_here(at) else {"seen_at": at, "stirred_at": at}
    Visitor.objects.filter(pk=visitor.pk).update(**changes)


def leave(visitor: Visitor, *, at: datetime) -> None:
    """The page says good-bye. If another one of theirs is open, it says so soon."""
    Visitor.objects.filter(pk=visitor.pk).update(
        seen_at=at - timedelta(minutes=1), typing_at=None, stirred_at=at
    )


def type_on(visitor: Visitor, *, at: datetime) -> None:
    """They write."""
    Visitor.objects.filter(pk=visitor.pk).update(seen_at=at, typing_at=at, stirred_at=at)


def pause(visitor: Visitor, *, at: datetime) -> None:
    """They write no more."""
    stopped = Visitor.objects.filter(pk=visitor.pk).exclude(typing_at=None)
    stopped.update(typing_at=None, stirred_at=at)


def read(visitor: Visitor, *, until: datetime, at: datetime) -> None:
    """They saw what was sent until then."""
    here = Visitor.objects.filter(pk=visitor.pk)
    here.exclude(read_until__gte=until).update(read_until=until, seen_at=at, stirred_at=at)


def answer_on(visitor: Visitor, *, by: Member, at: datetime) -> None:
    """One of us writes to them."""
    Visitor.objects.filter(pk=visitor.pk).update(answering_at=at, answering=by, stirred_at=at)


def forget_old(*, at: datetime) -> int:
    """Let go of what visitors said of themselves, half a year after they were here last. What was
    said in the conversation stays with it."""
    old = Visitor.everywhere.filter(seen_at__lt=at - KEPT)
    pks = list(old.order_by("seen_at").values_list("pk", flat=True)[:MOST_FORGOTTEN])
    return int(Visitor.everywhere.filter(pk__in=pks).delete()[0])


def _address() -> str:
    """As it stands in the conversation: it leads nowhere and opens nothing."""
    return "visitor-" + "".join(secrets.choice(LETTERS) for _number in range(10))


def _unnamed(widget: Widget, address: str) -> str:
    with translation.override(widget.workspace.language):
        return _("Visitor %(which)s") % {"which": address[-4:]}
