"""An answer that somebody had not read when they left goes to the address that they gave.

Whoever gives an address may give somebody else's. So the mail holds our own answers alone, never a
word of the visitor's nor of anybody's history; there are few of them a day for an address; and its
owner can say that it was not them.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.chat import events
from rapport.chat.models import Declined, Visitor
from rapport.chat.queries.lines import Line, files_of, handles_of, unread_of
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.files import disk
from rapport.files.models import StoredFile
from rapport.inbox import reply_addresses
from rapport.inbox.models import Conversation, Mailbox
from rapport.lib.inserting import insert_unless_there
from rapport.workspaces.models import Workspace

SALT = "rapport.chat.decline"
MOST_A_DAY = 5
MOST_BYTES = 10 * 1024 * 1024
AGAIN = timedelta(hours=6)


@transaction.atomic
def mail_unread(visitor: Visitor, *, at: datetime) -> bool:
    """Once; the mail and the mark that it went commit together."""
    lines = unread_of(visitor)
    here = Visitor.objects.filter(pk=visitor.pk, mailed_until=visitor.mailed_until)
    if not lines or _is_declined(visitor.workspace_id, visitor.email):
        here.update(owed_since=None)
        return False
    who = f"{visitor.workspace_id}:{visitor.email.lower()}"
    is_proved = bool(visitor.proved) or visitor.handle.contact_id is not None
    if not is_proved and not limits.allow("chat.mail", who, limit=MOST_A_DAY, seconds=86_400):
        here.update(owed_since=at + AGAIN)
        return False
    until = lines[-1].at
    if not here.update(mailed_until=until, mailed_at=at, owed_since=None, stirred_at=at):
        return False
    talk = _latest_talk(visitor)
    with translation.override(visitor.language), timezone.override(visitor.time_zone):
        _letter(visitor, lines, talk, at).send()
    if talk is not None:
        facts = {"number": talk.number}
        publish(events.ANSWERS_MAILED, subject=talk, by=SYSTEM, at=at, facts=facts)
    return True


def decline(visitor: Visitor, *, at: datetime) -> None:
    """It was not them: nothing of any chat goes to this address any more."""
    if visitor.email:
        digest = _digest(visitor.workspace_id, visitor.email)
        insert_unless_there(Declined(workspace_id=visitor.workspace_id, digest=digest, at=at))
        Visitor.objects.filter(pk=visitor.pk).update(email="", owed_since=None, stirred_at=at)


def named_in(note: str) -> int:
    """The visitor of a link in such a mail; 0 where it is not ours."""
    try:
        return int(signing.loads(note[:300], salt=SALT))
    except signing.BadSignature:
        return 0


def _letter(
    visitor: Visitor, lines: list[Line], talk: Conversation | None, at: datetime
) -> EmailMessage:
    workspace = visitor.workspace
    note = signing.dumps(visitor.pk, salt=SALT)
    context = {
        "lines": lines, "company": workspace.name, "origin": visitor.origin, "at": at,
        "decline_url": settings.PUBLIC_URL + reverse("chat.decline", args=[note]),
    }  # fmt: skip
    subject = _("%(company)s answers your chat") % {"company": workspace.name}
    goes, stays = _carried(files_of(lines))
    body = render_to_string("chat/mail/unread.txt", context | {"stays": stays})
    letter = EmailMessage(subject, body, None, [visitor.email], reply_to=_reply_to(talk, workspace))
    for file in goes:
        letter.attach(file.name, disk.read(file), file.content_type)
    return letter


def _carried(files: list[StoredFile]) -> tuple[list[StoredFile], list[StoredFile]]:
    """As many as any mail server takes, in their order; the others are named, and wait in the
    chat."""
    goes, room = [], MOST_BYTES
    for file in files:
        if file.size <= room:
            goes.append(file)
            room -= file.size
    return goes, [file for file in files if file not in goes]


def _reply_to(talk: Conversation | None, workspace: Workspace) -> list[str]:
    """What they answer by mail comes into the same conversation."""
    mailbox = Mailbox.objects.sending().order_by("pk").first()
    if talk is None or mailbox is None:
        return []
    address = reply_addresses.make(talk, mailbox, epoch=workspace.epoch)
    return [address] if address else []


def _latest_talk(visitor: Visitor) -> Conversation | None:
    handles = handles_of(visitor)
    rows = Conversation.objects.live().filter(
        Q(exchange__handle__in=handles) | Q(absorbed__exchange__handle__in=handles)
    )
    found: Conversation | None = rows.order_by("-last_message_at", "-pk").first()
    return found


def _is_declined(workspace_id: int, email: str) -> bool:
    return bool(Declined.objects.filter(digest=_digest(workspace_id, email)).exists())


def _digest(workspace_id: int, email: str) -> str:
    said = f"chat:{workspace_id}:{email.strip().lower()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()
