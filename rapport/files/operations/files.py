"""Keep a file, and let go of one nobody holds."""

import errno
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.files import access, disk, labels, types
from rapport.files.models import StoredFile
from rapport.lib.reader import Reader
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace

T = TypeVar("T")
MEBIBYTE = 1024 * 1024
# An upload that nothing was made of in this time is let go.
ORPHANED_AFTER = timedelta(days=2)


class Readable(Protocol):
    """A stream of bytes: an upload, an open file."""

    def read(self, size: int, /) -> bytes: ...


class TooLarge(Refused):
    """A single file over the limit."""


class QuotaReached(Refused):
    """The workspace holds as much as it may."""


class DiskFull(Refused, OSError):
    """The server has no room left; what comes from a queue is tried again later."""


class NotYours(Refused):
    """A file named in a form that this person did not upload."""


def store(
    workspace: Workspace,
    *,
    name: str,
    content: bytes | Readable,
    by: Acts,
    at: datetime,
    content_type: str = "",
) -> StoredFile:
    """Keep bytes under a label. They are fsynced on disk before the row exists."""
    limit = settings.MAX_UPLOAD_BYTES
    _heed_quota(workspace)
    try:
        written = disk.write(workspace.pk, _chunks(content), limit=limit)
    except disk.TooManyBytes:
        raise TooLarge(
            _("This file is too large: the limit is %(limit)s MB.") % {"limit": limit // MEBIBYTE}
        ) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DiskFull(
            _("The server's disk is full. This file was not kept; nothing else was changed.")
        ) from error
    label = labels.label(name)
    made: StoredFile = StoredFile.objects.create(
        workspace=workspace,
        name=label,
        content_type=types.choose(label, content_type, written.head),
        size=written.size,
        sha256=written.sha256,
        uploaded_by_id=by.pk if by.actor_kind == "member" else None,
        uploaded_by_contact=by.pk if by.actor_kind == "contact" else None,
        created_at=at,
    )
    return made


def claim(reader: Reader, tokens: Sequence[str]) -> list[StoredFile]:
    """The files a form names, each uploaded by this very person; refuses any other."""
    files = list(StoredFile.objects.filter(token__in=tokens))
    if len(files) != len(set(tokens)) or not all(access.uploaded_by(reader, f) for f in files):
        raise NotYours(
            _("One of the attached files is not there any more. Please attach it again.")
        )
    return sorted(files, key=lambda file: tokens.index(file.token))


@transaction.atomic
def delete(file: StoredFile) -> None:
    """Remove a file's row; its bytes go too once no other row names them."""
    file.delete()
    transaction.on_commit(lambda: release(file.workspace_id, {file.sha256}))


def forget_orphans(workspace_id: int, *, at: datetime) -> int:
    """Let go of uploads that no record took up in two days; returns how many."""
    old = StoredFile.objects.filter(created_at__lt=at - ORPHANED_AFTER)
    hashes = set()
    for batch in _batches(old.order_by("pk").values_list("pk", flat=True).iterator()):
        with transaction.atomic():
            orphans = StoredFile.objects.filter(pk__in=set(batch) - access.held(batch))
            hashes |= set(orphans.values_list("sha256", flat=True))
            orphans.delete()
    return release(workspace_id, hashes)


def forget_strays(workspace_id: int) -> int:
    """Remove bytes left on the disk that were too young to remove when their row went."""
    return sum(release(workspace_id, set(batch)) for batch in _batches(disk.names(workspace_id)))


def release(workspace_id: int, hashes: set[str]) -> int:
    """Remove bytes that no row names any more."""
    named = StoredFile.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)
    return sum(disk.remove(workspace_id, sha256) for sha256 in hashes - set(named))


def _heed_quota(workspace: Workspace) -> None:
    quota = settings.WORKSPACE_QUOTA_BYTES
    if not quota:
        return
    used = StoredFile.objects.aggregate(total=Sum("size"))["total"] or 0
    if used >= quota:
        raise QuotaReached(
            _(
                "There is no room for more files: this workspace may hold %(quota)s MB. "
                "Remove some, or ask whoever runs Rapport for more."
            )
            % {"quota": quota // MEBIBYTE}
        )


def _chunks(content: bytes | Readable) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while chunk := content.read(disk.CHUNK):
        yield chunk


def _batches(ids: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    batch: list[T] = []
    for pk in ids:
        batch.append(pk)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
