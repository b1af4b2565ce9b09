"""What a delivery report tells. It counts only if it names a Message-ID that only we know; it is
noted of the address, and switches none off."""

from collections.abc import Sequence
from datetime import datetime

from rapport.engine.mail import Bounce
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Dispatch, Message
from rapport.inbox.operations import came_back, reachability


def note(reports: Sequence[Bounce], message: Message, *, at: datetime) -> None:
    """Mark the recipients that our mail did not reach, so that people see it beside the mail."""
    by_id = {report.original_id: report for report in reports if report.original_id}
    if not by_id:
        return
    for dispatch in Dispatch.objects.select_related("message__conversation").filter(
        header_id__in=by_id
    ):
        report = by_id[dispatch.header_id]
        address = report.recipient.strip().lower()
        if address in dispatch.recipients:
            reachability.note_report(report, address, message, at=at)
        if not report.hard or not _mark(dispatch, report):
            continue
        if dispatch.message is None:
            came_back.say(dispatch, at=at)
            continue
        publish(
            events.MESSAGE_BOUNCED, subject=dispatch.message.conversation, by=SYSTEM, at=at,
            facts={
                "message": dispatch.message.pk, "number": dispatch.message.conversation.number,
                "is_hard": True,
            },
        )  # fmt: skip


def _mark(dispatch: Dispatch, report: Bounce) -> bool:
    address = report.recipient.strip().lower()
    if dispatch.recipients.get(address) != "sent":
        return False
    dispatch.recipients[address] = f"bounced: {report.status} {report.reason}"[:300]
    dispatch.save(update_fields=["recipients"])
    return True
