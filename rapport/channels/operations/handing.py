"""Hand the pieces of a message over to a vendor, and keep what it said of each at once.

A piece is marked as begun before its vendor hears of it. Whoever dies over one leaves that mark: it
is tried again by itself only where the vendor can tell a second try from a first.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rapport.channels.models import Handle, Sending
from rapport.channels.operations import pausing, pieces
from rapport.channels.operations.our_address import address_of
from rapport.channels.queries import windows
from rapport.inbox.models import Dispatch, Message
from rapport.inbox.operations.sending import LEASE
from rapport.inbox.smtp import Handed
from rapport.integrations.providers.protocols import Sends
from rapport.integrations.providers.records import NotNow, NotTaken, Outgoing, Unsure


@dataclass(frozen=True, slots=True)
class Errand:
    """A message, and whom it goes to by which account."""

    dispatch: Dispatch
    message: Message
    handle: Handle
    speaks: Sends
    account: Mapping[str, str]


def run(errand: Errand, at: datetime) -> Handed:
    """Each piece that has not arrived, in order; without its words the rest is not sent. Raises
    `carriers.NotNow` where the vendor takes nothing now: what arrived stays so."""
    begun = time.monotonic()
    all_pieces = pieces.of(errand.dispatch, errand.message, errand.handle, errand.speaks)
    for piece in all_pieces:
        moment = at + timedelta(seconds=time.monotonic() - begun)
        if _is_due(piece, errand, moment):
            _hand_over(piece, errand, moment)
        if piece.state == Sending.State.FAILED and piece.has_text:
            break
    return _told(all_pieces, errand)


def _is_due(piece: Sending, errand: Errand, at: datetime) -> bool:
    """What failed since somebody last asked for it is not tried again."""
    if piece.state == Sending.State.SENT:
        return False
    was_tried = piece.tried_at is not None and piece.tried_at >= errand.dispatch.created_at
    if piece.state == Sending.State.BEGUN and was_tried and not errand.speaks.takes_twice:
        _fail(piece, _unclear(""), at)
    return piece.state != Sending.State.FAILED or not was_tried


def _hand_over(piece: Sending, errand: Errand, at: datetime) -> None:
    channel = errand.handle.channel
    _mark(piece, Sending.State.BEGUN, tried_at=at)
    # A file takes its time; nobody else takes the message up meanwhile.
    sending = Dispatch.objects.filter(pk=errand.dispatch.pk, state=Dispatch.State.SENDING)
    sending.update(not_before=at + LEASE)
    try:
        remote = errand.speaks.send(_outgoing(piece, errand, at), errand.account, at.timestamp())
    except NotTaken as error:
        _fail(piece, str(error), at)
    except NotNow as error:
        _mark(piece, Sending.State.WAITING)
        raise pausing.not_now(channel, error, at) from None
    except (Unsure, LookupError, TypeError, ValueError) as error:
        # The others: the vendor's answer is not what it says it is.
        pausing.hold(channel, pausing.BREATH, at)
        _fail(piece, _unclear(f" ({error})"), at)
    else:
        _mark(piece, Sending.State.SENT, remote_id=remote[:200], sent_at=at, said="")
        pausing.works_again(channel)


def _outgoing(piece: Sending, errand: Errand, at: datetime) -> Outgoing:
    """Under a key that stays; a message of one piece has its own."""
    key = errand.dispatch.header_id.strip("<>").partition("@")[0]
    standing = windows.standing(errand.handle.last_heard_at, errand.speaks.window, at)
    return Outgoing(
        f"{key}.{piece.place}" if piece.place else key,
        errand.handle.address,
        errand.message.text.strip() if piece.has_text else "",
        address_of(errand.handle.channel),
        pieces.enclosed(piece, errand.speaks),
        pieces.template_of(errand.message) if piece.has_text else None,
        is_by_hand=standing.is_by_hand and errand.message.author_id is not None,
    )


def _told(all_pieces: list[Sending], errand: Errand) -> Handed:
    """As the outbox keeps it: the person, and beside them each piece that failed by its name."""
    who = errand.handle.spelled
    failed = [piece for piece in all_pieces if piece.state == Sending.State.FAILED]
    if len(failed) == len(all_pieces) or any(piece.has_text for piece in failed):
        return Handed({who: f"refused: {failed[0].said}"})
    before = {name: "sent" for name in errand.dispatch.recipients if name != who}
    return Handed({who: "sent"} | before | refusals(failed))


def refusals(failed: list[Sending]) -> dict[str, str]:
    """What stands at the message of each."""
    found: dict[str, str] = {}
    for piece in failed:
        name = pieces.label_of(piece)
        key = name if name not in found else f"{name} ({piece.place})"
        found[key] = f"refused: {piece.said}"
    return found


def _unclear(detail: str) -> str:
    said = _("no clear answer came, so it may have arrived or not; look there first")
    return f"{said}{detail}"


def _fail(piece: Sending, said: str, at: datetime) -> None:
    _mark(piece, Sending.State.FAILED, said=said[:300], tried_at=at)


def _mark(piece: Sending, state: Sending.State, **columns: object) -> None:
    piece.state = state
    for name, value in columns.items():
        setattr(piece, name, value)
    Sending.objects.filter(pk=piece.pk).update(state=state, **columns)
