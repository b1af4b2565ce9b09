"""Visitors: they come, say who they are, type, read and go."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.channels.models import Handle
from rapport.channels.operations import handles
from rapport.chat.models import Visitor, Widget
from rapport.chat.models.visitor import digest_of
from rapport.chat.operations import identity
from rapport.chat.operations.identity import Proof
from rapport.engine.mail import threads
from rapport.engine.mail.threads import Known
from rapport.events.actor import SYSTEM

KEPT = timedelta(days=180)
MOST_FORGOTTEN = 2_000
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody came, and what they showed of who they are; all else is what a browser says."""

    language: str
    time_zone: str
    origin: str = ""
    proof: Proof = field(default_factory=Proof)


@transaction.atomic
def begin(widget: Widget, came: Arrival, *, at: datetime) -> tuple[Visitor, str]:
    """A visitor, and the token by which their browser is known from now on. The session is proved
    to be the same one each time, so its handle counts; whose it is, only a sign-in proves."""
    token, proof = secrets.token_urlsafe(32), came.proof
    is_person = threads.known_by(proof.shown, is_another=False) is Known.PERSON
    handle = identity.handle_of(widget, proof) if is_person else None
    if handle is None:
        handle = _new_handle(widget, at)
    visitor = Visitor(
        workspace_id=widget.workspace_id, handle=handle, token_digest=digest_of(token),
        language=came.language, time_zone=came.time_zone, origin=came.origin,
        seen_at=at, stirred_at=at, created_at=at,
    )  # fmt: skip
    visitor.save()
    prove(visitor, proof, at=at)
    return visitor, token


@transaction.atomic
def prove(visitor: Visitor, proof: Proof, *, at: datetime) -> Known:
    """Take in what a session shows of whose it is. What was said in it is that person's from then
    on; of a session that is somebody else's nothing changes."""
    known = threads.known_by(proof.shown, is_another=identity.is_another(visitor, proof))
    if known is Known.CLAIM:
        introduce(visitor, name=proof.name, email=proof.email, at=at)
    if known is not Known.PERSON:
        return known
    if not visitor.proved:
        mine = Visitor.objects.filter(pk=visitor.pk)
        mine.update(proved=proof.email, email=proof.email, stirred_at=at)
        visitor.proved = visitor.email = proof.email
    handle = visitor.handle
    if proof.contact is None and proof.name and handle.name != proof.name:
        handles.called(handle, proof.name)
    elif proof.contact is not None and handle.contact is None:
        handles.bind(handle, proof.contact, by=SYSTEM, at=at)
    return known


@transaction.atomic
def introduce(visitor: Visitor, *, name: str, email: str, at: datetime) -> None:
    """What they say of themselves: said as such, bound to nobody. Who is proved stays who they
    are."""
    if visitor.proved or visitor.handle.contact is not None:
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


def _new_handle(widget: Widget, at: datetime) -> Handle:
    address = _address()
    handle = Handle(
        workspace_id=widget.workspace_id, channel=widget.channel, address=address,
        name=_unnamed(widget, address), is_verified=True, created_at=at,
    )  # fmt: skip
    handle.save()
    return handle


def _address() -> str:
    """As it stands in the conversation: it leads nowhere and opens nothing."""
    return "visitor-" + "".join(secrets.choice(LETTERS) for _number in range(10))


def _unnamed(widget: Widget, address: str) -> str:
    with translation.override(widget.workspace.language):
        return _("Visitor %(which)s") % {"which": address[-4:]}
