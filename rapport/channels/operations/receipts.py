"""What a vendor tells later of a message of ours."""

from datetime import datetime

from rapport.channels.models import Channel, Sending
from rapport.channels.operations import handing
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events as inbox_events
from rapport.inbox.models import Dispatch
from rapport.integrations.providers.records import Receipt


def note(channel: Channel, receipt: Receipt, *, at: datetime) -> bool:
    """A failure is shown at the message, like one that was told at once; that it arrived changes
    nothing. False where we know of no such message."""
    rows = Sending.objects.filter(handle__channel=channel, remote_id=receipt.id)
    sending = rows.select_related("dispatch__message__conversation", "handle").first()
    if sending is None:
        return False
    if receipt.has_failed:
        _failed(sending, receipt.said, at)
    return True


def _failed(sending: Sending, said: str, at: datetime) -> None:
    dispatch, who = sending.dispatch, sending.handle.spelled
    arrived = Sending.objects.filter(pk=sending.pk).arrived()
    if not arrived.update(state=Sending.State.FAILED, said=said[:300]):
        return
    sending.said = said[:300]
    if Sending.objects.filter(dispatch=dispatch).arrived().exists():
        # The rest of it is there.
        refused = dispatch.recipients | handing.refusals([sending])
        Dispatch.objects.filter(pk=dispatch.pk).update(recipients=refused)
    else:
        Dispatch.objects.filter(pk=dispatch.pk, state=Dispatch.State.SENT).update(
            state=Dispatch.State.FAILED, recipients={who: f"refused: {said}"[:300]},
            error=f"{who}: {said}"[:300],
        )  # fmt: skip
    message = dispatch.message
    if message is not None:
        facts = {"message": message.pk, "number": message.conversation.number}
        publish(
            inbox_events.MESSAGE_FAILED, subject=message.conversation, by=SYSTEM, at=at, facts=facts
        )
