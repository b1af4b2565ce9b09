"""Take a mail back while its undo window is open: it is a draft again."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Dispatch, Draft, Mention, Message, Participant
from rapport.inbox.operations import later, writing
from rapport.inbox.queries import standing
from rapport.lib.refusal import Refused


class TooLate(Refused):
    """The undo window is over."""


@transaction.atomic
def take_back(message: Message, *, by: Member, at: datetime) -> Draft:
    """Take a queued mail back into a draft, while it has not left. A conversation that only this
    mail had begun never was; its draft belongs to the page for a new mail."""
    conversation = message.conversation
    takes = [Dispatch.State.WAITING, Dispatch.State.HELD]
    waiting = Dispatch.objects.filter(message=message, state__in=takes, attempts=0)
    if not waiting.update(state=Dispatch.State.UNDONE):
        raise TooLate(_("It is already on its way."))
    files = list(message.attachments.values_list("file__token", flat=True))
    Mention.objects.filter(identifier=message.message_id).delete()
    Message.objects.filter(pk=message.pk).delete()
    stays = _stays(conversation)
    if stays:
        _part_with(message, at)
    if stays and conversation.sends_later:
        later.mark(conversation)
    draft = _keep(message, conversation if stays else None, files, by, at)
    facts = {"message": message.pk, "number": conversation.number}
    publish(events.MESSAGE_UNDONE, subject=conversation, by=by, at=at, facts=facts)
    return draft


def _stays(conversation: Conversation) -> bool:
    """Whether anything else is in the conversation, or hangs on it; else it is gone."""
    here = Message.objects.filter(conversation=conversation)
    if last := standing.said(here).order_by("-written_at", "-pk").first():
        writing.show(conversation, last)
    if last or here.exists() or conversation.is_side:
        return True
    try:
        Conversation.objects.filter(pk=conversation.pk).delete()
    except (ProtectedError, RestrictedError):
        return True
    return False


def _part_with(message: Message, at: datetime) -> None:
    """Whom this letter alone brought in takes part no more: perhaps it was the wrong person. Who
    had been taken out before is out again."""
    home = Participant.objects.filter(conversation=message.conversation_id, member=None)
    came = home.filter(email__in=_addresses(message), joined_at=message.created_at)
    if not came.exists():
        return
    rest = Message.objects.filter(conversation=message.conversation_id)
    later_ones = rest.filter(kind=Message.Kind.OUT, created_at__gte=message.created_at)
    written_to = {email for one in later_ones.only("to", "cc") for email in _addresses(one)}
    known = {email for one in rest.only("from_email", "to", "cc") for email in _people(one)}
    came = came.exclude(email__in=written_to)
    came.filter(email__in=known).update(is_verified=False, removed_at=at)
    came.exclude(email__in=known).delete()


def _addresses(message: Message) -> set[str]:
    return {email.lower() for _name, email in [*message.to, *message.cc]}


def _people(message: Message) -> set[str]:
    return {message.from_email.lower(), *_addresses(message)}


def _keep(
    message: Message, home: Conversation | None, files: list[str], by: Member, at: datetime
) -> Draft:
    """The words of the mail, above whatever else was begun here since. What was begun as a note
    stays a note, so that nothing internal slips into a mail."""
    begun = Draft.objects.begun_by(by, home)
    newer = begun.body if begun and begun.body.strip() != message.text.strip() else ""
    is_note = begun is not None and begun.kind == Message.Kind.NOTE and newer.strip()
    others = begun.file_tokens if begun else []
    draft, _made = Draft.objects.update_or_create(
        member=by,
        conversation=home,
        defaults={
            "workspace": message.workspace,
            "kind": Message.Kind.NOTE if is_note else Message.Kind.OUT,
            "to": message.to, "cc": message.cc, "subject": message.subject,
            "body": f"{message.text}\n\n{newer}" if newer.strip() else message.text,
            "file_tokens": list(dict.fromkeys([*files, *others])),
            "revision": begun.revision + 1 if begun else 0,
            "saved_at": at, "discarded_at": None,
        },
    )  # fmt: skip
    return draft  # type: ignore[no-any-return]
