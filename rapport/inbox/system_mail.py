"""Mail the system itself sends (invitations, sign-in links, reports) goes through our own outbox.

With a workspace open it is that workspace's mail: sent from its mailbox, held when it is held,
visible in its settings. Without one (a password reset) it belongs to the system alone.
"""

import secrets
from collections.abc import Sequence
from email.utils import getaddresses, parseaddr

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.utils.timezone import now

from rapport.accounts.letters import KeyMail
from rapport.engine.mail import Address, Outgoing, compose
from rapport.engine.mail import Attachment as Part
from rapport.events.operations import jobs
from rapport.inbox.models import Dispatch, Mailbox, Outbound, SystemMail
from rapport.inbox.tasks import send, send_system
from rapport.workspaces import scope


class Backend(BaseEmailBackend):
    """Django's mail interface over the outbox: what is accepted here survives a crash."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message, in the caller's transaction; returns how many."""
        for message in email_messages:
            queue(message)
        return len(email_messages)


@transaction.atomic
def queue(message: EmailMessage) -> Outbound:
    """Compose a mail and put it into the outbox, of the open workspace or of the system."""
    try:
        workspace_id = scope.current()
    except scope.NoWorkspaceOpen:
        workspace_id = None
    at = now()
    if workspace_id is None:
        mail = SystemMail.objects.create(**_fields(message, None), not_before=at, created_at=at)
        jobs.enqueue(send_system, workspace_id=None, at=at, mail=mail.pk)
        return mail
    mailbox = Mailbox.objects.sending().order_by("pk").first()
    dispatch: Dispatch = Dispatch.objects.create(
        workspace_id=workspace_id, mailbox=mailbox, **_fields(message, mailbox),
        not_before=at, created_at=at,
    )  # fmt: skip
    jobs.enqueue(
        send, workspace_id=workspace_id, at=at, dispatch=dispatch.pk,
        unique_key=f"dispatch:{dispatch.pk}",
    )  # fmt: skip
    return dispatch


def _fields(message: EmailMessage, mailbox: Mailbox | None) -> dict[str, object]:
    wanted_name, wanted = parseaddr(message.from_email or settings.DEFAULT_FROM_EMAIL)
    sender = mailbox.address if mailbox else wanted
    name = mailbox.name if mailbox and message.from_email == settings.DEFAULT_FROM_EMAIL else ""
    header_id = f"<{secrets.token_urlsafe(18)}@{sender.rpartition('@')[2].lower()}>"
    outgoing = Outgoing(
        from_=Address(name or wanted_name, sender),
        to=_people(message.to),
        cc=_people(message.cc),
        subject=str(message.subject),
        text=str(message.body),
        message_id=header_id,
        date=now(),
        html=_html(message),
        reply_to=_people(message.reply_to),
        attachments=tuple(_parts(message)),
        automatic=True,
        unsubscribe=str(message.extra_headers.get("List-Unsubscribe", "")).strip("<>"),
    )
    everybody = [address.email for address in _people(message.recipients())]
    return {
        "header_id": header_id,
        "sender": sender,
        "recipients": dict.fromkeys((email.lower() for email in everybody), "waiting"),
        "content": compose(outgoing),
        "holds_key": isinstance(message, KeyMail),
    }


def _people(addresses: Sequence[str]) -> tuple[Address, ...]:
    pairs = getaddresses([str(address) for address in addresses])
    return tuple(Address(name, email) for name, email in pairs if email)


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    found = (str(content) for content, kind in message.alternatives if kind == "text/html")
    return next(found, "")


def _parts(message: EmailMessage) -> Sequence[Part]:
    parts = []
    for attached in message.attachments:
        if not isinstance(attached, tuple):
            raise TypeError("attach files by name and content")
        name, content, kind = attached
        data = content.encode() if isinstance(content, str) else bytes(content)
        parts.append(Part(name or "file", kind or "application/octet-stream", len(data), "", data))
    return parts
