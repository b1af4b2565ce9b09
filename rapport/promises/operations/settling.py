"""What becomes of a promise: kept, broken, withdrawn, or moved to another day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.promises import events
from rapport.promises.models import Promise


class CannotMove(Refused):
    """The new day is no new day, or the person who agreed is somebody else's."""


@transaction.atomic
def keep(promise: Promise, *, by: Acts, at: datetime) -> None:
    """It was done. After the day that was agreed it counts as kept late."""
    here = at.astimezone(ZoneInfo(promise.workspace.time_zone)).date()
    late = here > promise.owed_on
    if _settle(promise, Promise.State.LATE if late else Promise.State.KEPT, at=at):
        _tell(events.KEPT, promise, by=by, at=at, late=late)


@transaction.atomic
def break_(promise: Promise, *, by: Acts, at: datetime) -> None:
    """It will not be kept."""
    if _settle(promise, Promise.State.BROKEN, at=at):
        _tell(events.BROKEN, promise, by=by, at=at)


@transaction.atomic
def withdraw(promise: Promise, *, by: Acts, at: datetime) -> None:
    """It no longer holds, and both sides know: it counts neither as kept nor as broken."""
    if _settle(promise, Promise.State.WITHDRAWN, at=at):
        _tell(events.WITHDRAWN, promise, by=by, at=at)


@transaction.atomic
def reopen(promise: Promise, *, by: Acts, at: datetime) -> None:
    """Take back what was said of it. An open promise stays as it is."""
    was = promise.state
    settled = Promise.objects.filter(pk=promise.pk, state=was).exclude(state=Promise.State.OPEN)
    if settled.update(state=Promise.State.OPEN, settled_at=None):
        promise.state, promise.settled_at = Promise.State.OPEN, None
        facts = {"number": promise.number, "was": was}
        publish(events.REOPENED, subject=promise, by=by, at=at, facts=facts)


@transaction.atomic
def move(promise: Promise, *, to: date, consent: Contact | None, by: Acts, at: datetime) -> None:
    """Give a new day and keep the old one, with who at the client agreed to it, if anybody did.

    A day nobody agreed to does not move what is owed: `Promise.owed_on` keeps the agreed one.
    """
    if promise.state != Promise.State.OPEN:
        raise CannotMove(_("This promise is settled; open it again to move it."))
    if consent and consent.client_id != promise.client_id:
        raise CannotMove(_("The person who agreed belongs to another client."))
    old = promise.due_on
    if to == old:
        return
    kept = [*promise.was_due, _noted(old, consent, by, at)]
    moved = Promise.objects.filter(pk=promise.pk, due_on=old, state=Promise.State.OPEN).update(
        due_on=to, was_due=kept
    )
    if not moved:
        raise CannotMove(_("Somebody else changed this promise just now. Look again."))
    promise.due_on, promise.was_due = to, kept
    facts = {
        "number": promise.number,
        "from": old.isoformat(),
        "to": to.isoformat(),
        "consent": consent.pk if consent else None,
    }
    publish(events.MOVED, subject=promise, by=by, at=at, facts=facts)


def _noted(old: date, consent: Contact | None, by: Acts, at: datetime) -> dict[str, object]:
    return {
        "due_on": old.isoformat(),
        "moved_at": at.isoformat(),
        "by": by.pk if by.actor_kind == "member" else None,
        "consent": consent.pk if consent else None,
    }


def _settle(promise: Promise, state: str, *, at: datetime) -> bool:
    open_still = Promise.objects.filter(pk=promise.pk, state=Promise.State.OPEN)
    if not open_still.update(state=state, settled_at=at):
        return False
    promise.state, promise.settled_at = state, at
    return True


def _tell(verb: str, promise: Promise, *, by: Acts, at: datetime, **facts: object) -> None:
    said = {"number": promise.number, "due_on": promise.due_on.isoformat(), **facts}
    publish(verb, subject=promise, by=by, at=at, facts=said)
