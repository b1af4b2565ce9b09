"""Send what waits in the outbox: each recipient once, in the order of the conversation.

A mail is claimed by compare-and-set before the server is spoken to, and what the server said is
written down after. Whoever dies in between leaves one possible duplicate, under the same
Message-ID.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F
from django.utils.translation import gettext as _

from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.inbox import carriers, events, servers, smtp
from rapport.inbox.models import Conversation, Dispatch, Mailbox, Message, Outbound, SystemMail
from rapport.inbox.operations import came_back, later, pacing, secrets, untrue
from rapport.inbox.queries.standing import heard_since
from rapport.inbox.servers import Server
from rapport.lib import connections
from rapport.lib.logs import discreet
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.workspaces.prepared import Change, Question

log = logging.getLogger("rapport.inbox")

# Longer than a conversation with a server may last.
LEASE = timedelta(minutes=3)
PAUSES = [timedelta(minutes=n) for n in (1, 2, 5, 10, 20, 40, 60, 120)]
# A server that cannot be used is asked so often at least whether it is back.
LONGEST_PROBE = timedelta(minutes=10)
EXPIRES = timedelta(days=4)


class NothingLeft(Refused):
    """The letter held a key, and was forgotten when it failed."""


def deliver(mail: Outbound, *, at: datetime, line: smtp.Line | None = None) -> bool:
    """Try a due mail once; False if it is not its turn or somebody else has it. Of a line several
    mails make use, one after the other."""
    if not _claim(mail, at):
        return False
    if isinstance(mail, Dispatch) and mail.true_until and at >= mail.true_until:
        untrue.let_go(mail)
        return False
    if _is_too_old(mail, at):
        _record(mail, smtp.Handed(error=mail.error), at)
        return False
    if isinstance(mail, Dispatch) and mail.workspace.is_demo:
        # Nothing of the demo ever leaves this machine.
        deliver_locally(mail, at=at)
        return True
    carrier = _carrier(mail)
    if carrier is not None and isinstance(mail, Dispatch):
        return _carry(carrier, mail, at)
    try:
        server = _server(mail, at)
        if server is None:
            _wait(mail, Outbound.NO_SERVER, PAUSES[0], at)
            return False
        connections.let_go()
        send = line.send if line else smtp.send
        handed = send(
            server,
            sender=mail.sender,
            recipients=mail.waiting_recipients,
            content=bytes(mail.content or b""),
        )
    except (smtp.NoServer, secrets.SignInNeeded) as error:
        _no_server(mail, error, at)
        return False
    _it_sends_again(mail)
    _record(mail, handed, at)
    return True


def deliver_locally(dispatch: Dispatch, *, at: datetime) -> None:
    """Take a mail as sent without any server: for a story told afterwards (the demo)."""
    _record(dispatch, smtp.Handed(dict.fromkeys(dispatch.waiting_recipients, "sent")), at)


def retry(dispatch: Dispatch, *, at: datetime) -> None:
    """Try a failed mail again for everybody who has not got it; one that is gone is refused."""
    if dispatch.content is None:
        raise NothingLeft(
            _("A letter with a key is not kept after it failed. Send a new one instead.")
        )
    recipients = {
        address: "sent" if said == "sent" else "waiting"
        for address, said in dispatch.recipients.items()
    }
    # Only as it was looked at: what is on its way by now, or has left since, would go twice.
    rows = Dispatch.objects.filter(
        pk=dispatch.pk, state=dispatch.state, attempts=dispatch.attempts
    ).exclude(state=Outbound.State.UNDONE)
    rows.exclude(state=Outbound.State.SENDING, not_before__gt=at).update(
        state=Outbound.State.WAITING, recipients=recipients, not_before=at, created_at=at,
        error="",
    )  # fmt: skip


def _is_too_old(mail: Outbound, at: datetime) -> bool:
    """Nobody expects it any more: whoever wrote it hears that, and decides. What waited only for
    somebody to name a server is as good as new."""
    return at - mail.created_at > EXPIRES and mail.error != Outbound.NO_SERVER


def _carrier(mail: Outbound) -> carriers.Carrier | None:
    return carriers.carrier_of(mail) if isinstance(mail, Dispatch) else None


def _carry(carrier: carriers.Carrier, dispatch: Dispatch, at: datetime) -> bool:
    """Hand it to the way that its conversation goes."""
    try:
        handed = carrier.carry(dispatch, at=at)
    except carriers.NotNow as error:
        if at - dispatch.created_at > EXPIRES:
            _record(dispatch, smtp.Handed(error=str(error)), at)
        else:
            _wait(dispatch, str(error), error.pause or _pause(dispatch), at)
        return False
    _record(dispatch, handed, at)
    return True


def _claim(mail: Outbound, at: datetime) -> bool:
    """Take it, if it is ripe, its workspace not held, nothing earlier of its conversation still on
    its way, and its mailbox has not sent too much in this minute."""
    if isinstance(mail, Dispatch) and mail.message_id and _EARLIER(mail.message_id, mail.pk, at):
        return False
    if isinstance(mail, Dispatch) and not pacing.allows(mail):
        return False
    won = _CLAIM[type(mail)](mail.pk, mail.attempts, at, at + LEASE)
    mail.attempts += 1
    return bool(won)


def _claim_of(model: type[Dispatch] | type[SystemMail]) -> Change:
    return Change(
        lambda pk, attempts, at, *_: model.objects.due(at).filter(pk=pk, attempts=attempts),
        lambda *values: {
            "state": Outbound.State.SENDING,
            "attempts": F("attempts") + 1,
            "not_before": values[-1],
        },
    )


_CLAIM: dict[type[Outbound], Change] = {model: _claim_of(model) for model in (Dispatch, SystemMail)}
_EARLIER = Question(
    lambda message, pk, at: (
        Dispatch.objects.filter(
            message__conversation__messages=message,
            pk__lt=pk,
            state__in=[Outbound.State.WAITING, Outbound.State.SENDING],
        )
        # What waits for a later moment keeps nobody.
        .exclude(scheduled_for__gt=at)
        .values_list("pk")[:1]
    )
)


def _server(mail: Outbound, at: datetime) -> Server | None:
    """The mailbox's own server, else the system's."""
    mailbox = mail.mailbox if isinstance(mail, Dispatch) else None
    if mailbox is None:
        return servers.system()
    if mailbox.is_paused or mailbox.binned_at is not None:
        return None
    if not mailbox.smtp_host:
        return servers.system()
    return secrets.smtp(mailbox, at=at)


@transaction.atomic
def _record(mail: Outbound, handed: smtp.Handed, at: datetime) -> None:
    """Write down what the server said; who got it never gets it again."""
    mail.recipients |= handed.said
    if at - mail.created_at > EXPIRES:
        why = f" ({handed.error})" if handed.error else ""
        gave_up = f"refused: {_('given up after four days')}{why}"
        mail.recipients |= dict.fromkeys(mail.waiting_recipients, gave_up)
    anybody = "sent" in mail.recipients.values()
    if mail.waiting_recipients:
        _wait(mail, handed.error, _pause(mail), at)
    else:
        mail.state = Outbound.State.SENT if anybody else Outbound.State.FAILED
        mail.sent_at = at if anybody else None
        mail.error = _refusals(mail)
        came_back.say(mail, at=at)
        _let_go(mail)
        mail.save(update_fields=["recipients", "state", "sent_at", "error", "content"])
        if not anybody and isinstance(mail, Dispatch) and mail.message is not None:
            _publish(events.MESSAGE_FAILED, mail.message, SYSTEM, at, {})
    if anybody and isinstance(mail, Dispatch) and mail.message is not None:
        _left(mail, mail.message, at)


def _let_go(mail: Outbound) -> None:
    """Keep no letter that is out, and of one with a key that failed only the reason."""
    is_letter = not isinstance(mail, Dispatch) or mail.message_id is None
    if is_letter and (mail.holds_key or mail.state == Outbound.State.SENT):
        mail.content = None
    if mail.holds_key and mail.state == Outbound.State.FAILED:
        mail.error = discreet(mail.error)
        mail.recipients = {}


def _wait(mail: Outbound, error: str, pause: timedelta, at: datetime) -> None:
    mail.state, mail.error, mail.not_before = Outbound.State.WAITING, error, at + pause
    mail.save(update_fields=["recipients", "state", "error", "not_before"])


def _no_server(mail: Outbound, error: Exception, at: datetime) -> None:
    """It did not come to handing it over. A server that asks for patience is no trouble."""
    if isinstance(error, smtp.TokenRefused) and isinstance(mail, Dispatch) and mail.mailbox:
        secrets.token_was_refused(mail.mailbox, at=at)
    _hold_channel(mail, str(error), at)
    if not isinstance(error, smtp.Busy):
        _say_at_the_mailbox(mail, str(error), at)


def _hold_channel(mail: Outbound, error: str, at: datetime) -> None:
    """The server cannot be used now: what else waits for it waits as long, so that one probe at
    a time finds out when it is back."""
    log.warning("mail server: %s", error, extra={"mail": mail.header_id})
    if at - mail.created_at > EXPIRES:
        _record(mail, smtp.Handed(error=error), at)
        return
    _wait(mail, error, min(_pause(mail), LONGEST_PROBE), at)
    if isinstance(mail, Dispatch) and mail.mailbox_id:
        Dispatch.objects.filter(
            mailbox=mail.mailbox_id, state=Outbound.State.WAITING, not_before__lt=mail.not_before
        ).update(not_before=mail.not_before)


@transaction.atomic
def _say_at_the_mailbox(mail: Outbound, error: str, at: datetime) -> None:
    """Nothing leaves by it: shown there, and said once when it begins."""
    if not isinstance(mail, Dispatch) or mail.mailbox is None:
        return
    here = Mailbox.objects.filter(pk=mail.mailbox_id)
    began = here.filter(send_error="").update(send_error=error)
    here.update(send_error=error)
    if began:
        publish(events.MAILBOX_FAILED, subject=mail.mailbox, by=SYSTEM, at=at)


def _it_sends_again(mail: Outbound) -> None:
    if isinstance(mail, Dispatch) and mail.mailbox and mail.mailbox.send_error:
        Mailbox.objects.filter(pk=mail.mailbox_id).update(send_error="")
        mail.mailbox.send_error = ""


def _left(dispatch: Dispatch, message: Message, at: datetime) -> None:
    """The first time anybody got it: the message is sent, and it is the client's turn; unless they
    wrote again before it left, which nobody has answered."""
    if not Message.objects.filter(pk=message.pk, sent_at=None).update(sent_at=at):
        return
    conversation = message.conversation
    if dispatch.scheduled_for is not None:
        later.left(message, at=at)
    was = conversation.turn
    if not conversation.waits_inside:
        # While a department is to answer, a word in between leaves the move with us.
        turn = Turn.THIRD_PARTY if conversation.is_side else Turn.CLIENT
        here = Conversation.objects.filter(pk=conversation.pk).exclude(turn=turn)
        if dispatch.scheduled_for is None:
            here = here.exclude(Exists(heard_since(conversation.pk, message.written_at)))
        here.update(turn=turn, turn_since=at)
    refused = sum(said.startswith("refused") for said in dispatch.recipients.values())
    by: Acts = message.author or SYSTEM
    facts = {"author": message.author_id, "turn_was": was, "refused": refused}
    _publish(events.MESSAGE_SENT, message, by, at, facts)


def _publish(verb: str, message: Message, by: Acts, at: datetime, facts: dict[str, object]) -> None:
    about = {"message": message.pk, "number": message.conversation.number}
    publish(verb, subject=message.conversation, by=by, at=at, facts=about | facts)


def _pause(mail: Outbound) -> timedelta:
    return PAUSES[min(mail.attempts, len(PAUSES)) - 1]


def _refusals(mail: Outbound) -> str:
    lines = [f"{who}: {said}" for who, said in mail.recipients.items() if said != "sent"]
    return "\n".join(lines)
