"""A form with a file in it, as browsers send it (RFC 7578)."""

from collections.abc import Mapping

import httpx2


def packed(
    fields: Mapping[str, str], *, part: str, name: str, content: bytes, content_type: str
) -> tuple[bytes, str]:
    """The body, and the type to send it with."""
    form = httpx2.Request(
        "POST", "https://localhost/", data=dict(fields), files={part: (name, content, content_type)}
    )
    return form.read(), form.headers["content-type"]
