"""Files that visitors bring in: kept under the id that their browser made, before the message that
names them. Sent again, because no answer came, a file is here once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rapport.chat.models import Upload, Visitor
from rapport.events.actor import SYSTEM, Acts
from rapport.files import labels, types
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.lib.inserting import insert_unless_there
from rapport.lib.refusal import Refused

LARGEST = 10 * 1024 * 1024
# What strangers may bring in: nothing that runs, nor what a browser would take for a page.
ENDINGS = (*types.BY_ENDING, ".heic", ".heif", ".mov", ".m4a", ".webm", ".ogg", ".rtf")
# After it nobody sends the message any more that was to bear it.
KEPT = timedelta(days=2)


class NotTaken(Refused):
    """A file of a kind that does not come in here."""


class NotThere(Refused):
    """A message names a file that has not come in, or is forgotten."""


def largest() -> int:
    """Bytes of one file: never more than this Rapport takes anywhere."""
    return min(LARGEST, int(settings.MAX_UPLOAD_BYTES))


def take_in(visitor: Visitor, given: UploadedFile[Any], *, key: str, at: datetime) -> StoredFile:
    """Keep one; the bytes are on the disk and both rows there together, or nothing is."""
    if known := _of(visitor, [key]).first():
        return known.file
    name = labels.label(given.name or "")
    if labels.ending(name) not in ENDINGS:
        raise NotTaken(_("%(name)s is of a kind that is not taken here.") % {"name": name})
    if (given.size or 0) > largest():
        limit = largest() // files.MEBIBYTE
        raise files.TooLarge(
            _("This file is too large: the limit is %(limit)s MB.") % {"limit": limit}
        )
    by: Acts = visitor.handle.contact or SYSTEM
    with transaction.atomic():
        stored = files.store(
            visitor.workspace, name=name, content=given, by=by, at=at,
            content_type=given.content_type or "",
        )  # fmt: skip
        upload = Upload(
            workspace_id=visitor.workspace_id, visitor=visitor, key=key, file=stored, created_at=at
        )
        if insert_unless_there(upload):
            return stored
        stored.delete()
    # Two of the same came at once.
    known = _of(visitor, [key]).get()
    return known.file


def named(visitor: Visitor, keys: Sequence[str]) -> list[StoredFile]:
    """What this very session brought in under these ids, in their order; refuses any other."""
    found = {upload.key: upload.file for upload in _of(visitor, keys)}
    if missing := [key for key in keys if key not in found]:
        raise NotThere(", ".join(missing))
    return [found[key] for key in dict.fromkeys(keys)]


def forget_old(*, at: datetime) -> None:
    """What no message took up is let go with the orphans; what one did hangs on it."""
    Upload.everywhere.filter(created_at__lt=at - KEPT).delete()


def _of(visitor: Visitor, keys: Sequence[str]) -> QuerySet[Upload]:
    rows: QuerySet[Upload] = Upload.objects.filter(visitor=visitor, key__in=keys)
    return rows.select_related("file")
