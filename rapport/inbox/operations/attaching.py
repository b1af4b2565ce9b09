"""Keep the files that came with a mail."""

import logging
from datetime import datetime

from rapport.events.actor import SYSTEM, Acts
from rapport.files.operations import files
from rapport.inbox.models import Attachment, Message
from rapport.inbox.operations.dossier import Dossier
from rapport.lib.refusal import Refused

log = logging.getLogger("rapport.inbox")
MOST_FILES = 200


def keep(mail: Dossier, message: Message, *, at: datetime) -> None:
    """Store each attachment. One that is over a limit stays in the raw mail alone."""
    by: Acts = message.contact or SYSTEM
    rows = []
    for part in mail.parsed.attachments[:MOST_FILES]:
        try:
            stored = files.store(
                mail.workspace, name=part.name or _unnamed(part.content_type),
                content=part.content, by=by, at=at, content_type=part.content_type,
            )  # fmt: skip
        except files.DiskFull:
            raise
        except Refused as refusal:
            log.warning("attachment not kept: %s", refusal, extra={"raw": mail.raw.pk})
            continue
        rows.append(
            Attachment(
                workspace=mail.workspace, message=message, file=stored,
                content_id=part.content_id[:300], is_inline=part.inline,
            )
        )  # fmt: skip
    if rows:
        Attachment.objects.bulk_create(rows)


def _unnamed(content_type: str) -> str:
    """A name by which a person can tell what it is."""
    return {"message/rfc822": "message.eml", "text/calendar": "invitation.ics"}.get(
        content_type, "attachment"
    )
