"""Serve a file's bytes so that no browser runs them as a page of ours."""

from collections.abc import AsyncIterator, Iterator
from typing import cast

from asgiref.sync import sync_to_async
from django.http import FileResponse

from rapport.files import disk, types
from rapport.files.models import StoredFile

SANDBOX = "default-src 'none'; style-src 'none'; sandbox"


class Served(FileResponse):
    """A file in blocks; under ASGI it is read in a thread instead of all at once."""

    block_size = 64 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        blocks = cast("Iterator[bytes]", self.streaming_content)
        while block := await sync_to_async(_next, thread_sensitive=False)(blocks):
            yield block


def _next(blocks: Iterator[bytes]) -> bytes:
    return next(blocks, b"")


def serve(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """A download, after the caller checked that the reader may see it.

    `inline` is heeded only for raster pictures. The type is the one we chose when the file came
    in; the name is quoted by RFC 6266; nosniff and a sandbox hold whatever the bytes are.
    """
    shown = inline and file.content_type in types.INLINE
    response = Served(
        disk.open_file(file),
        as_attachment=not shown,
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
